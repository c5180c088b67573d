"""What staff writes on a request: internal notes, and the message to the user."""

from uuid import UUID

from wallet import clock
from wallet.retries import atomic_with_retry
from withdrawals import mentions
from withdrawals.actors import Actor
from withdrawals.exceptions import NotAllowed
from withdrawals.guard import lock
from withdrawals.models import CoinWithdrawal, Note
from withdrawals.states import Right
from withdrawals.texts import MAX_NOTE, clean_text

_WRITERS = frozenset({Right.REVIEW, Right.PAY})


@atomic_with_retry
def add_note(withdrawal_id: UUID, text: str, *, actor: Actor) -> Note:
    """Add an internal note, which the user never sees; @name asks a colleague to look.

    Raises InvalidText, NotAllowed and WithdrawalNotFound.
    """
    text = clean_text(text, "note", most=MAX_NOTE)
    check_writer(actor)
    withdrawal = lock(withdrawal_id, actor, None)
    mentions.end(withdrawal_id, actor)
    note = write(withdrawal, Note.Kind.INTERNAL, text, actor)
    mentions.record(note, actor)
    return note


@atomic_with_retry
def edit_message(
    withdrawal_id: UUID, text: str, *, actor: Actor, version: int | None = None
) -> CoinWithdrawal:
    """Replace the message that the user reads; the history keeps the former ones.

    Raises InvalidText, NotAllowed, WithdrawalNotFound and Stale.
    """
    text = clean_text(text, "message", most=MAX_NOTE)
    check_writer(actor)
    withdrawal = lock(withdrawal_id, actor, version)
    withdrawal.admin_notes = text
    withdrawal.version += 1
    withdrawal.save(update_fields=["admin_notes", "version"])
    write(withdrawal, Note.Kind.MESSAGE, text, actor)
    return withdrawal


def may_write(actor: Actor) -> bool:
    """Whether the actor may add notes, edit messages and take requests."""
    return bool(_WRITERS & actor.rights)


def check_writer(actor: Actor) -> None:
    if not may_write(actor):
        raise NotAllowed(Right.REVIEW)


def write(withdrawal: CoinWithdrawal, kind: Note.Kind, text: str, actor: Actor) -> Note:
    """A row of the request's history; the caller has checked the text and locked."""
    return Note.objects.create(
        withdrawal=withdrawal,
        kind=kind,
        text=text,
        actor_kind=actor.kind,
        actor=actor.name,
        created_at=clock.now(),
    )
