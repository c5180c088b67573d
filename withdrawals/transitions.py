"""The life of a request: one function for each move, called by everyone.

Each is one short transaction: lock the request, check, change, post the coins, write
the history. Lock order: withdrawal, then wallet. `actor` is who does it; `version` is
the request's version that the actor saw (None where a caller saw none, as the API).
Besides what they name, all of them raise WithdrawalNotFound, NotAllowed,
IllegalTransition and Stale, and change nothing then.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from wallet import clock, ledger
from wallet.ledger import Movement
from wallet.models import TransactionType
from wallet.retries import atomic_with_retry
from withdrawals import claims, events, mentions
from withdrawals.actors import Actor
from withdrawals.exceptions import NotAllowed, UTRAlreadyUsed
from withdrawals.guard import check_proof, legal_step, lock, missing_right
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.outcomes import Outcome
from withdrawals.states import MESSAGES, Status
from withdrawals.submission import submit as submit  # the first move
from withdrawals.texts import MAX_NOTE, MAX_REASON, clean_text, clean_utr

CANCELLED_BY_USER = "User requested cancellation"


def start(
    withdrawal_id: UUID, *, actor: Actor, note: str = "", version: int | None = None
) -> Outcome:
    """Approve: the request goes from review to payment, under the actor's name."""
    return _move(withdrawal_id, "start", actor, note, version, started_by=actor.name)


def release(
    withdrawal_id: UUID, *, reason: str, actor: Actor, version: int | None = None
) -> Outcome:
    """Put the request back to review. Only while no payment may have left."""
    reason = clean_text(reason, "reason", most=MAX_REASON)
    return _move(withdrawal_id, "release", actor, reason, version, started_by="")


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
        return _move(
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
    return _move(withdrawal_id, "fail", actor, note, version, failure_reason=reason)


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
    return _move(withdrawal_id, "reverse", actor, note, version, failure_reason=reason)


def cancel(
    withdrawal_id: UUID, *, actor: Actor, reason: str = CANCELLED_BY_USER
) -> Outcome:
    """Take the request back while nobody has started it; the coins go back."""
    reason = clean_text(reason, "reason", most=MAX_REASON, required=False)
    return _move(withdrawal_id, "cancel", actor, reason or CANCELLED_BY_USER, None)


@atomic_with_retry
def _move(
    withdrawal_id: UUID,
    name: str,
    actor: Actor,
    note: str,
    version: int | None,
    **changes: Any,
) -> Outcome:
    """Make the move called `name`, with `changes` to the request's other fields."""
    note = clean_text(note, "note", most=MAX_NOTE, required=False)
    withdrawal = lock(withdrawal_id, actor, version)
    step = legal_step(withdrawal, name)
    if missing := missing_right(actor, step, withdrawal):
        raise NotAllowed(missing)
    source, moment = withdrawal.status, clock.now()
    if utr := changes.get("utr"):
        check_proof(withdrawal, utr)
    if withdrawal.admin_notes in MESSAGES.values():
        changes["admin_notes"] = MESSAGES[step.target]
    if step.target == Status.COMPLETED:
        changes["completed_at"] = moment
    changes |= {"status": step.target, "version": withdrawal.version + 1}
    for field, value in changes.items():
        setattr(withdrawal, field, value)
    withdrawal.save(update_fields=changes)
    claims.end(withdrawal)
    mentions.end(withdrawal.id, actor)
    _write_history(withdrawal, source, actor, note, moment)
    events.tell(name, withdrawal, moment)
    return Outcome(withdrawal, _refund(withdrawal) if step.refunds else None)


def _refund(withdrawal: CoinWithdrawal) -> int:
    """Give the coins back, once for ever, and return the balance."""
    what = "cancellation" if withdrawal.status == Status.CANCELLED else "failure"
    movement = Movement(
        withdrawal.user_id,
        withdrawal.coins_amount,
        TransactionType.REFUND,
        f"Withdrawal {what} - {withdrawal.id}",
        f"refund:{withdrawal.id}",
    )
    return ledger.credit(movement).balance_after


def _write_history(
    withdrawal: CoinWithdrawal, source: str, actor: Actor, note: str, moment: datetime
) -> None:
    StatusChange.objects.create(
        withdrawal=withdrawal,
        from_status=source,
        to_status=withdrawal.status,
        actor_kind=actor.kind,
        actor=actor.name,
        note=note,
        created_at=moment,
    )
