"""The history of requests in the hash chain: its changes, and what staff wrote."""

from django.db.models import Case, When

from wallet.chain import Stream
from withdrawals.models import Note, StatusChange
from withdrawals.states import Status


def _when(column: str, **condition: str) -> Case:
    """The request's column, sealed with the change that set it for ever."""
    return Case(When(**condition, then=f"withdrawal__{column}"))


STATUS_CHANGES = Stream(
    "status_changes",
    "status change",
    StatusChange,
    (
        "id",
        "withdrawal_id",
        "from_status",
        "to_status",
        "actor_kind",
        "actor",
        "note",
        "created_at",
    ),
    {
        "reference": _when("reference", from_status=""),
        "user_id": _when("user_id", from_status=""),
        "coins_amount": _when("coins_amount", from_status=""),
        "rupees_amount": _when("rupees_amount", from_status=""),
        "upi_id": _when("upi_id", from_status=""),
        "requested_at": _when("created_at", from_status=""),
        "utr": _when("utr", to_status=Status.COMPLETED),
        "completed_at": _when("completed_at", to_status=Status.COMPLETED),
        "failure_reason": _when("failure_reason", to_status=Status.FAILED),
    },
)

# What a user was told, and why a request was taken over, is evidence as well.
NOTES = Stream(
    "notes",
    "note",
    Note,
    ("id", "withdrawal_id", "kind", "text", "actor_kind", "actor", "created_at"),
)
