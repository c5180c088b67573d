"""The dashboard's figures, each by the very conditions of the list that it leads to.

All reads are bounded: by what is open, or by two weeks of days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from wallet import clock
from wallet.statements import Statement
from withdrawals.amounts import to_rupees
from withdrawals.models import SLA, CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.portal import tallies
from withdrawals.portal.days import A_DAY, AN_HOUR, midnight
from withdrawals.states import OPEN, Status

DAYS, WEEK, HOURS = 14, 7, 24  # how far the figures look back


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
    sums = {status: rest for status, *rest in tallies.OPEN_WORK.rows()}
    in_time: dict[str, int] = dict(tallies.IN_TIME.rows(clock.now() - SLA))
    return {
        status: _work(status, in_time.get(status, 0), *sums.get(status, (0, 0)))
        for status in OPEN
    }


def _work(status: Status, in_time: int, number: int, coins: int) -> Work:
    """Where much waits, most of it is late: the rest is counted sooner."""
    oldest = [moment for (moment,) in tallies.OLDEST.rows(status)]
    return Work(number - in_time, oldest[0] if oldest else None, number, coins)


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
    return _slots(starts, A_DAY, *tallies.PER_DAY)


def per_hour(now: datetime) -> list[Slot]:
    """The hour that runs and the 23 before it, the latest one last."""
    this = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    return _slots(
        [this - n * AN_HOUR for n in reversed(range(HOURS))],
        AN_HOUR,
        *tallies.PER_HOUR,
    )


def _slots(
    starts: list[datetime],
    length: timedelta,
    asked: Statement[CoinWithdrawal],
    paid: Statement[CoinWithdrawal],
) -> list[Slot]:
    whole = starts[0], starts[-1] + length
    numbers: dict[datetime, int] = dict(asked.rows(*whole))
    sums = {start: rest for start, *rest in paid.rows(*whole)}
    return [
        Slot(start, numbers.get(start, 0), *sums.get(start, (0, 0))) for start in starts
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
    failed = [number for _, number in tallies.FAILED.rows(start, end)]
    reasons = [(why, number) for why, number in tallies.REASONS.rows(start, end)]
    return Failures(sum(failed), reasons)
