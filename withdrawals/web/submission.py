"""One form, one request."""

import logging
from uuid import UUID

from withdrawals import submission
from withdrawals.actors import Actor
from withdrawals.first_rows import Wish
from withdrawals.idempotency import Key
from withdrawals.limits.buckets import take
from withdrawals.limits.rates import Limit
from withdrawals.masking import mask
from withdrawals.models import CoinWithdrawal, IdempotencyKey
from withdrawals.outcomes import Outcome, Told

logger = logging.getLogger(__name__)


def submit_once(user_id: str, coins: int, upi_id: str, token: UUID) -> UUID:
    """Make the form's request, or find the one that it made; return the request's id.

    Raises KeyReused when the form made one with other answers, RateLimited, and what
    submit raises.
    """
    take(Limit.USER, user_id)

    body = {"coins": coins, "upi_id": upi_id}
    reply = submission.submit_once(
        Wish(user_id, coins, upi_id, Actor.user(user_id)),
        _told,
        Key(_scope(user_id), str(token), body),
        waits=True,
    )
    if not reply.is_replay:
        logger.info(
            "[WITHDRAW] %s asked for %d coins to %s: %s",
            user_id,
            coins,
            reply.answer["upi_id"],
            reply.answer["reference"],
        )
    return UUID(reply.answer["withdrawal_id"])


def _told(outcome: Outcome) -> Told:
    request = outcome.withdrawal
    return Told(
        {
            "withdrawal_id": str(request.id),
            "reference": request.reference,
            "upi_id": mask(request.upi_id),
        }
    )


def made_by(user_id: str, token: UUID) -> CoinWithdrawal:
    """The request that this form has made."""
    kept = IdempotencyKey.objects.get(scope=_scope(user_id), key=str(token))
    return CoinWithdrawal.objects.of_user(user_id).get(id=kept.answer["withdrawal_id"])


def _scope(user_id: str) -> str:
    return f"web:{user_id}"
