"""One form, one request."""

import logging
from uuid import UUID

from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.idempotency import Answer, Key, once
from withdrawals.limits.buckets import take
from withdrawals.limits.rates import Limit
from withdrawals.masking import mask
from withdrawals.models import CoinWithdrawal, IdempotencyKey

logger = logging.getLogger(__name__)


def submit_once(user_id: str, coins: int, upi_id: str, token: UUID) -> UUID:
    """Make the form's request, or find the one that it made; return the request's id.

    Raises KeyReused when the form made one with other answers, RateLimited, and what
    submit raises.
    """
    take(Limit.USER, user_id)

    def act() -> Answer:
        outcome = transitions.submit(user_id, coins, upi_id, actor=Actor.user(user_id))
        request = outcome.withdrawal
        logger.info(
            "[WITHDRAW] %s asked for %d coins to %s: %s",
            user_id,
            coins,
            mask(request.upi_id),
            request.reference,
        )
        return {"withdrawal_id": str(request.id)}

    body = {"coins": coins, "upi_id": upi_id}
    reply = once(Key(_scope(user_id), str(token), body), act)
    return UUID(reply.answer["withdrawal_id"])


def made_by(user_id: str, token: UUID) -> CoinWithdrawal:
    """The request that this form has made."""
    kept = IdempotencyKey.objects.get(scope=_scope(user_id), key=str(token))
    return CoinWithdrawal.objects.of_user(user_id).get(id=kept.answer["withdrawal_id"])


def _scope(user_id: str) -> str:
    return f"web:{user_id}"
