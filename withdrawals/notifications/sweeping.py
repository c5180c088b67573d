"""The log of deliveries is kept for a while, and then forgotten, a few at a time."""

from datetime import timedelta

from wallet import clock
from withdrawals.notifications.models import Message, MessageState

USUAL = 30  # days
LEAST = 7  # longer than an event is tried
BATCH = 1000


def sweep(days: int = USUAL) -> int:
    """Forget what was sent, or given up, longer ago; count the events."""
    before = clock.now() - timedelta(days=max(days, LEAST))
    old = Message.objects.filter(created_at__lt=before)
    old = old.exclude(state=MessageState.TRYING).order_by("created_at")
    number = 0
    while ids := list(old.values_list("id", flat=True)[:BATCH]):
        Message.objects.filter(id__in=ids).delete()
        number += len(ids)
    return number
