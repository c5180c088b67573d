"""The history of requests in the hash chain."""

from wallet.chain import Stream
from withdrawals.models import StatusChange

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
)
