"""What happened to a request, told in the transaction in which it happens.

Whoever subscribed to a topic of the outbox hears of it: see notifications.
"""

import json
from datetime import datetime

from django.db.models import TextChoices

from outbox import box
from wallet import clock
from withdrawals.models import CoinWithdrawal


class Event(TextChoices):
    """Each with one line of when it is sent."""

    CREATED = "withdrawal.created", "A user or an app asked"
    PROCESSING = "withdrawal.processing", "Staff approved it: it is being paid"
    RELEASED = "withdrawal.released", "It was put back to review"
    COMPLETED = "withdrawal.completed", "It was paid"
    FAILED = "withdrawal.failed", "It was rejected, or its payment failed; coins back"
    CANCELLED = "withdrawal.cancelled", "It was taken back; coins back"
    REVERSED = "withdrawal.reversed", "The bank returned the payment; coins back"


_compact = json.JSONEncoder(separators=(",", ":")).encode
OF_MOVE = {
    "submit": Event.CREATED,
    "start": Event.PROCESSING,
    "release": Event.RELEASED,
    "complete": Event.COMPLETED,
    "fail": Event.FAILED,
    "cancel": Event.CANCELLED,
    "reverse": Event.REVERSED,
}


def topic(event: str, *, is_test: bool) -> str:
    """What one subscribes to: live and test requests are apart."""
    return f"{'test' if is_test else 'live'}:{event}"


def tell(move: str, withdrawal: CoinWithdrawal, moment: datetime) -> None:
    """Put the event out for whoever hears of it; one statement, also for nobody."""
    event = OF_MOVE[move]
    box.publish(
        topic(event, is_test=withdrawal.is_test),
        written(event, moment, facts(withdrawal)),
        subject=str(withdrawal.id),
        position=withdrawal.version,
    )


def written(event: str, moment: datetime, data: dict[str, object]) -> str:
    """The body of an event, as it is signed and sent."""
    body = {"type": event, "timestamp": clock.told(moment), "data": data}
    return _compact(body)


def facts(withdrawal: CoinWithdrawal) -> dict[str, object]:
    """The request as the status endpoint shows it, and how many changes it has seen."""
    paid = withdrawal.completed_at
    return {
        "id": str(withdrawal.id),
        "user_id": withdrawal.user_id,
        "amount": withdrawal.coins_amount,
        "rupees_amount": float(withdrawal.rupees_amount),
        "upi_id": withdrawal.upi_id,
        "status": withdrawal.status,
        "created_at": clock.told(withdrawal.created_at),
        "completed_at": clock.told(paid) if paid else None,
        "admin_notes": withdrawal.admin_notes,
        "failure_reason": withdrawal.failure_reason,
        "sequence": withdrawal.version,
    }
