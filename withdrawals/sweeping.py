"""Old answers are forgotten, a few at a time, so that nobody waits for it."""

from datetime import timedelta

from wallet import clock
from withdrawals.idempotency import LEAST_KEPT
from withdrawals.models import IdempotencyKey

USUAL = 72  # hours: a weekend of somebody's outage, and more than LEAST_KEPT
BATCH = 1000


def sweep(hours: float = USUAL) -> int:
    """Forget the keys older than this, never younger ones than LEAST_KEPT; count them.

    Each batch is a transaction of its own; two who sweep at once do no harm.
    """
    age = max(timedelta(hours=hours), LEAST_KEPT)
    old = IdempotencyKey.objects.filter(created_at__lt=clock.now() - age)
    number = 0
    while ids := list(old.order_by("created_at").values_list("id", flat=True)[:BATCH]):
        number += IdempotencyKey.objects.filter(id__in=ids).delete()[0]
    return number
