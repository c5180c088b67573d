"""What happened to a request, newest first, in words."""

from dataclasses import dataclass
from datetime import datetime

from withdrawals.models import HistoryRow, Note, StatusChange
from withdrawals.states import ActorKind, Status

_WORDS = {
    ("", Status.PENDING): "Requested",
    (Status.PENDING, Status.PROCESSING): "Approved",
    (Status.PENDING, Status.FAILED): "Rejected",
    (Status.PENDING, Status.CANCELLED): "Cancelled",
    (Status.PROCESSING, Status.PENDING): "Released to review",
    (Status.PROCESSING, Status.COMPLETED): "Paid",
    (Status.PROCESSING, Status.FAILED): "Payment failed",
    (Status.COMPLETED, Status.FAILED): "Payment returned",
}

_NOTES = {
    Note.Kind.MESSAGE: "Message changed",
    Note.Kind.TAKEOVER: "Taken over",
}


@dataclass(frozen=True)
class Entry:
    words: str
    status: str  # "" where the status stayed
    at: datetime
    actor: str
    note: str


def timeline(changes: list[StatusChange], notes: list[Note], me: str) -> list[Entry]:
    """Status changes, messages to the user, and who took it over from whom."""
    entries = [_entry(change, me) for change in changes]
    entries += [
        Entry(_NOTES[kind], "", note.created_at, who(note, me), note.text)
        for note in notes
        if (kind := Note.Kind(note.kind)) in _NOTES
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _entry(change: StatusChange, me: str) -> Entry:
    return Entry(
        words(change), change.to_status, change.created_at, who(change, me), change.note
    )


def words(change: StatusChange) -> str:
    """ "Approved" and the like."""
    key = (change.from_status, Status(change.to_status))
    return _WORDS.get(key, change.get_to_status_display())


def who(row: HistoryRow, me: str) -> str:
    """The actor of a history row, as `me` calls them."""
    if row.actor_kind == ActorKind.APP:
        return f"the app ({row.actor})"
    is_me = row.actor_kind == ActorKind.STAFF and row.actor == me
    return "you" if is_me else row.actor
