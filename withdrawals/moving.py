"""One move of a request: what it makes of the row, and which rows come with it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wallet import clock, ledger
from wallet.ledger import Movement
from wallet.models import TransactionType
from wallet.retries import atomic_with_retry
from wallet.rows import begun
from withdrawals import claims, events, mentions
from withdrawals.actors import Actor
from withdrawals.exceptions import NotAllowed
from withdrawals.guard import check_proof, legal_step, lock, missing_right
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.outcomes import Outcome
from withdrawals.states import MESSAGES, Status
from withdrawals.texts import MAX_NOTE, clean_text


@dataclass(frozen=True)
class Moved:
    """The request as it is to be, not saved; nor are the rows of the move."""

    withdrawal: CoinWithdrawal
    fields: Collection[str]  # those that changed
    change: StatusChange
    refunds: bool


@atomic_with_retry
def move(
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
    moved = moved_by(name, withdrawal, actor, note, **changes)
    withdrawal.save(update_fields=moved.fields)
    claims.end(withdrawal)
    mentions.end(withdrawal.id, actor)
    moved.change.save(force_insert=True)
    events.tell(name, withdrawal, moved.change.created_at)
    if not moved.refunds:
        return Outcome(withdrawal)
    return Outcome(withdrawal, ledger.credit(refund_of(withdrawal)).balance_after)


def moved_by(
    name: str, withdrawal: CoinWithdrawal, actor: Actor, note: str, **changes: Any
) -> Moved:
    """Change the request, which is not saved.

    Raises NotAllowed, IllegalTransition and MisplacedUTR.
    """
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
    change = begun(
        StatusChange,
        withdrawal_id=withdrawal.id,
        from_status=source,
        to_status=withdrawal.status,
        actor_kind=actor.kind,
        actor=actor.name,
        note=note,
        created_at=moment,
    )
    return Moved(withdrawal, list(changes), change, step.refunds)


def refund_of(withdrawal: CoinWithdrawal) -> Movement:
    """The coins, which go back once for ever."""
    what = "cancellation" if withdrawal.status == Status.CANCELLED else "failure"
    return Movement(
        withdrawal.user_id,
        withdrawal.coins_amount,
        TransactionType.REFUND,
        f"Withdrawal {what} - {withdrawal.id}",
        f"refund:{withdrawal.id}",
    )
