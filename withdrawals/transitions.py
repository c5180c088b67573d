"""The life of a request: one function for each move, called by everyone.

Each is one short transaction: lock the request, check, change, post the coins, write
the history. Lock order: withdrawal, then wallet. `actor` is who does it; `version` is
the request's version that the actor saw (None where a caller saw none, as the API).
Besides what they name, all of them raise WithdrawalNotFound, NotAllowed,
IllegalTransition and Stale, and change nothing then.
"""

from uuid import UUID

from django.db import IntegrityError

from withdrawals.actors import Actor
from withdrawals.cancellation import cancel as cancel  # one of the moves
from withdrawals.exceptions import UTRAlreadyUsed
from withdrawals.models import CoinWithdrawal
from withdrawals.moving import move
from withdrawals.outcomes import Outcome
from withdrawals.submission import submit as submit  # the first move
from withdrawals.texts import MAX_REASON, clean_text, clean_utr


def start(
    withdrawal_id: UUID, *, actor: Actor, note: str = "", version: int | None = None
) -> Outcome:
    """Approve: the request goes from review to payment, under the actor's name."""
    return move(withdrawal_id, "start", actor, note, version, started_by=actor.name)


def release(
    withdrawal_id: UUID, *, reason: str, actor: Actor, version: int | None = None
) -> Outcome:
    """Put the request back to review. Only while no payment may have left."""
    reason = clean_text(reason, "reason", most=MAX_REASON)
    return move(withdrawal_id, "release", actor, reason, version, started_by="")


def complete(
    withdrawal_id: UUID,
    *,
    utr: str,
    actor: Actor,
    note: str = "",
    version: int | None = None,
) -> Outcome:
    """Record the payment by its transaction ID (UTR).

    Raises InvalidUTR, MisplacedUTR, and UTRAlreadyUsed when it proves another payment.
    """
    utr = clean_utr(utr)
    try:
        return move(
            withdrawal_id,
            "complete",
            actor,
            note,
            version,
            utr=utr,
        )
    except IntegrityError as error:
        other = CoinWithdrawal.objects.filter(utr=utr).first()
        if other is None:
            raise
        raise UTRAlreadyUsed(other) from error


def fail(
    withdrawal_id: UUID,
    *,
    reason: str,
    actor: Actor,
    note: str = "",
    version: int | None = None,
) -> Outcome:
    """Reject the request, or record that its payment failed; the coins go back."""
    reason = clean_text(reason, "reason", most=MAX_REASON)
    return move(withdrawal_id, "fail", actor, note, version, failure_reason=reason)


def reverse(
    withdrawal_id: UUID,
    *,
    reason: str,
    actor: Actor,
    note: str = "",
    version: int | None = None,
) -> Outcome:
    """Record that the bank returned a completed payment; the coins go back."""
    reason = clean_text(reason, "reason", most=MAX_REASON)
    return move(withdrawal_id, "reverse", actor, note, version, failure_reason=reason)
