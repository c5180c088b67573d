"""Many requests at once: valid rows, written without their moves and movements."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.guards import triggers_off
from withdrawals.amounts import to_rupees
from withdrawals.models import CoinWithdrawal
from withdrawals.states import MESSAGES, Status

NOON = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)  # 12:00 IST

_numbers = itertools.count(1)
# What a row of that status must hold.
_NEEDS: dict[Status, dict[str, Any]] = {
    Status.PENDING: {},
    Status.PROCESSING: {"started_by": "meera"},
    Status.COMPLETED: {"started_by": "meera", "completed_at": NOON},
    Status.FAILED: {"failure_reason": "UPI ID not found"},
    Status.CANCELLED: {},
}


def row(
    status: Status = Status.PENDING,
    *,
    coins: int = 500,
    minutes: float = 0,
    **others: Any,
) -> CoinWithdrawal:
    """An unsaved request, made so many minutes after NOON."""
    number = next(_numbers)
    user_id = others.pop("user_id", "alice")
    fields: dict[str, Any] = _NEEDS[status] | {
        "reference": f"WD{number:08d}",
        "user_id": user_id,
        "coins_amount": coins,
        "rupees_amount": to_rupees(coins),
        "upi_id": "alice@okhdfcbank",
        "status": status,
        "admin_notes": MESSAGES[status],
        "created_at": NOON + timedelta(minutes=minutes),
    }
    if status == Status.COMPLETED:
        fields["utr"] = f"7{number:011d}"
    return CoinWithdrawal(**fields | others)


def make(*rows: CoinWithdrawal) -> list[CoinWithdrawal]:
    """Save the rows."""
    with triggers_off():
        return CoinWithdrawal.objects.bulk_create(rows)


def one_of_each() -> dict[Status, CoinWithdrawal]:
    """A request in each status; all are late that can be."""
    return {status: make(row(status))[0] for status in Status}
