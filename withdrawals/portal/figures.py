"""The dashboard's figures, each by the very conditions of the list that it leads to.

All reads are bounded: by what is open, or by two weeks of days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncDay, TruncHour
from django.utils import timezone

from withdrawals.amounts import to_rupees
from withdrawals.models import CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.portal.days import A_DAY, AN_HOUR, midnight
from withdrawals.states import OPEN, Status

DAYS, WEEK, HOURS = 14, 7, 24  # how far the figures look back
MOST_REASONS = 5

Requests = CoinWithdrawal.objects


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
    waiting = Requests.filter(status__in=OPEN).values_list("status")
    sums = {status: rest for status, *rest in waiting.annotate(**_SUMS)}
    late = dict(Requests.over_sla().values_list("status").annotate(number=Count("*")))
    return {
        status: Work(late.get(status, 0), _oldest(status), *sums.get(status, ()))
        for status in OPEN
    }


_SUMS = {"number": Count("*"), "coins": Sum("coins_amount")}


def _oldest(status: Status) -> datetime | None:
    rows = Requests.filter(status=status).order_by("created_at")
    return rows.values_list("created_at", flat=True).first()


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
    return _slots(starts, A_DAY, TruncDay)


def per_hour(now: datetime) -> list[Slot]:
    """The hour that runs and the 23 before it, the latest one last."""
    this = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    return _slots(
        [this - n * AN_HOUR for n in reversed(range(HOURS))], AN_HOUR, TruncHour
    )


def _slots(
    starts: list[datetime],
    length: timedelta,
    cut: type[TruncDay | TruncHour],
) -> list[Slot]:
    whole = starts[0], starts[-1] + length
    asked = Requests.requested_between(*whole).values_list(cut("created_at"))
    paid = Requests.paid_between(*whole).values_list(cut("completed_at"))
    numbers = dict(asked.annotate(number=Count("*")))
    sums = {start: rest for start, *rest in paid.annotate(**_SUMS)}
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
    paid = Requests.paid_between(start, end).filter(
        status_changes__to_status=Status.COMPLETED
    )
    each = paid.values_list("status_changes__actor").annotate(**_SUMS)
    found = [Payer(*row) for row in each]
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
    reasons: list[tuple[str, int]]  # the most frequent ones

    @property
    def others(self) -> int:
        """Failures of the reasons that are not among them."""
        return self.number - sum(number for _, number in self.reasons)


def failures(start: datetime, end: datetime) -> Failures:
    """What failed, and why."""
    failed = Requests.failed_between(start, end)
    reasons = failed.values_list("failure_reason").annotate(number=Count("*"))
    most = reasons.order_by("-number", "failure_reason")[:MOST_REASONS]
    return Failures(failed.count(), list(most))
