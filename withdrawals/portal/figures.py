"""The dashboard's figures, each by the very conditions of the list that it leads to.

All reads are bounded: by what is open, or by two weeks of days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from wallet import clock
from wallet.journeys import together
from withdrawals.amounts import to_rupees
from withdrawals.models import SLA, CoinWithdrawalQuerySet
from withdrawals.portal import tallies
from withdrawals.portal.days import A_DAY, AN_HOUR, midnight
from withdrawals.states import OPEN, Status

DAYS, WEEK, HOURS = 14, 7, 24  # how far the figures look back
MOST_REASONS = 5


@dataclass(frozen=True)
class Work:
    """Requests that wait for the same action."""

    late: int
    oldest: datetime | None
    number: int = 0
    coins: int = 0

    @property
    def rupees(self) -> Decimal:
        return to_rupees(self.coins)


def open_work() -> dict[Status, Work]:
    """What is to be reviewed, and what is to be paid."""
    return {status: _work(status, clock.now() - SLA) for status in OPEN}


def _work(status: Status, late: datetime) -> Work:
    """Where much waits, most of it is late: the rest is counted sooner."""
    [(number, coins)], [(in_time,)], oldest = together(
        (tallies.OPEN_WORK, status),
        (tallies.IN_TIME, status, late),
        (tallies.OLDEST, status),
    )
    return Work(number - in_time, oldest[0][0] if oldest else None, number, coins or 0)


@dataclass(frozen=True)
class Slot:
    """A day or an hour: what was asked for in it, and what was paid in it."""

    start: datetime
    asked: int
    paid: int
    paid_coins: int

    @property
    def paid_rupees(self) -> Decimal:
        return to_rupees(self.paid_coins)


def per_day(today: date) -> list[Slot]:
    """The last 14 days, the latest one last."""
    starts = [midnight(today - n * A_DAY) for n in reversed(range(DAYS))]
    return _slots(starts, A_DAY)


def per_hour(now: datetime) -> list[Slot]:
    """The hour that runs and the 23 before it, the latest one last."""
    this = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    return _slots([this - n * AN_HOUR for n in reversed(range(HOURS))], AN_HOUR)


def _slots(starts: list[datetime], length: timedelta) -> list[Slot]:
    """Each by its own range of an index: to cut each row's time would take longer."""
    ends = [(start, start + length) for start in starts]
    found = together(
        *((tallies.ASKED, *slot) for slot in ends),
        *((tallies.PAID, *slot) for slot in ends),
    )
    asked, paid = found[: len(ends)], found[len(ends) :]
    return [
        Slot(start, number, done, coins or 0)
        for start, [(number,)], [(done, coins)] in zip(starts, asked, paid, strict=True)
    ]


@dataclass(frozen=True)
class Payer:
    name: str
    number: int
    coins: int

    @property
    def rupees(self) -> Decimal:
        return to_rupees(self.coins)


def payers(start: datetime, end: datetime) -> list[Payer]:
    """Who paid how much, the most first."""
    found = [Payer(*row) for row in tallies.PAYERS.rows(start, end)]
    return sorted(found, key=lambda each: (-each.number, each.name))


def time_to_pay(paid: CoinWithdrawalQuerySet, number: int) -> list[timedelta]:
    """Within what time half of the `number` payments were made, and nine in ten."""
    took = paid.annotate(took=F("completed_at") - F("created_at")).order_by("took")
    values = took.values_list("took", flat=True)
    ranks = [-(-number * percent // 100) - 1 for percent in (50, 90)]  # rounded up
    return [values[rank] for rank in ranks] if number else []


@dataclass(frozen=True)
class Failures:
    number: int
    reasons: list[tuple[str, int]]  # with their numbers, the most frequent ones

    @property
    def others(self) -> int:
        """Failures of the reasons that are not among them."""
        return self.number - sum(number for _, number in self.reasons)


def failures(start: datetime, end: datetime) -> Failures:
    """What failed, and why."""
    found = tallies.FAILED.rows(start, end)
    reasons = [(why, number) for why, number in found if why is not None]
    return Failures(sum(number for _, number in reasons), reasons[:MOST_REASONS])
