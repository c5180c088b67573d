"""How long a request usually takes, from the payments that were made last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache

from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

SAMPLE, LEAST = 200, 20  # payments that are looked at, and that it takes
MOST = 90  # percent of them were made within the time
_KEY, _KEPT = "usual-time", 300  # seconds
_MINUTE, _HOUR, _DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Estimate:
    """A request that was made at `since` is usually paid `within` this time."""

    since: datetime
    within: timedelta

    @property
    def until(self) -> datetime:
        return self.since + self.within

    @property
    def words(self) -> str:
        """ "5 hours" """
        for size, name, number in (
            (_HOUR, "minute", ceil(self.within / _MINUTE) * 5),
            (2 * _DAY, "hour", ceil(self.within / _HOUR)),
        ):
            if self.within <= size and (name, number) != ("minute", 60):
                return f"{number} {name}{'s' * (number > 1)}"
        return f"{ceil(self.within / _DAY)} days"


def estimate(withdrawal: CoinWithdrawal) -> Estimate | None:
    """When an open request is usually paid; None for others, or when too few were."""
    within = usual_time() if withdrawal.is_open else None
    return Estimate(withdrawal.created_at, within) if within else None


def usual_time() -> timedelta | None:
    """From request to payment, for nine in ten of the latest; minutes old at most."""
    seconds = cache.get(_KEY)
    if seconds is None:
        seconds = _look()
        cache.set(_KEY, seconds, _KEPT)
    return timedelta(seconds=seconds) if seconds else None


def _look() -> float:
    """In seconds; 0 when too few were paid."""
    paid = CoinWithdrawal.objects.live().filter(status=Status.COMPLETED)
    times = paid.order_by("-completed_at").values_list("created_at", "completed_at")
    took = sorted((end - start).total_seconds() for start, end in times[:SAMPLE] if end)
    if len(took) < LEAST:
        return 0
    return max(1, took[ceil(len(took) * MOST / 100) - 1])
