"""The dashboard: what waits, how fast it goes, what fails, and whether coins add up."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from wallet import clock
from wallet.verification import snapshot
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import books, figures, lists
from withdrawals.portal.access import staff_page
from withdrawals.portal.charts import Chart, Entry, chart
from withdrawals.portal.days import A_DAY, midnight
from withdrawals.portal.figures import Slot
from withdrawals.portal.webhooks.notices import given_up
from withdrawals.states import Status


class Row(NamedTuple):
    """A slot in words, with the lists of what was asked for and paid in it."""

    slot: Slot
    label: str
    words: str
    asked_at: str
    paid_at: str


class Dashboard:
    """Everything that the page shows, as it is at the moment `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        today = timezone.localdate(now)
        week = today - (figures.WEEK - 1) * A_DAY
        start, end = midnight(week), midnight(today + A_DAY)
        self._today, self._week = lists.days(today, today), lists.days(week, today)
        work = figures.open_work()
        self.review, self.pay = work[Status.PENDING], work[Status.PROCESSING]
        self.late = self.review.late + self.pay.late
        self.days = [_day(slot) for slot in figures.per_day(today)]
        self.hours = [_hour(slot) for slot in figures.per_hour(now)]
        self.paid_today = self.days[-1].slot
        self.paid = sum(day.slot.paid for day in self.days[-figures.WEEK :])
        paid = CoinWithdrawal.objects.live().paid_between(start, end)
        self.time_to_pay = figures.time_to_pay(paid, self.paid)
        self.payers = figures.payers(midnight(today), end)
        self.failures = figures.failures(start, end)
        self.books = books.last_checked()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has asked for anything yet."""
        recent = any(each.slot.asked for each in self.days)
        return not recent and not CoinWithdrawal.objects.live().exists()

    @property
    def failure_rate(self) -> str:
        """In percent of all that was paid or failed; "" when nothing was."""
        ended = self.failures.number + self.paid
        return f"{100 * self.failures.number / ended:.1f}" if ended else ""

    @property
    def charts(self) -> list[tuple[str, str, Chart, list[Row]]]:
        """Each with its title and how far it looks back; its table begins with now."""
        return [
            (unit, back, _chart_of(rows), rows[::-1])
            for unit, back, rows in (
                ("day", f"last {figures.DAYS} days", self.days),
                ("hour", f"last {figures.HOURS} hours", self.hours),
            )
        ]

    @property
    def paid_today_at(self) -> str:
        return lists.paid(**self._today)

    @property
    def paid_at(self) -> str:
        return lists.paid(**self._week)

    @property
    def failed_at(self) -> str:
        return lists.failed(**self._week)

    @property
    def people(self) -> list[tuple[figures.Payer, str]]:
        return [(each, lists.paid(each.name, **self._today)) for each in self.payers]

    @property
    def reasons(self) -> list[tuple[str, int, str]]:
        return [
            (reason, number, lists.failed(reason, **self._week))
            for reason, number in self.failures.reasons
        ]


def _day(slot: Slot) -> Row:
    day = slot.start.date()
    where = lists.days(day, day)
    words = f"{day:%a %-d %b}"
    return Row(slot, f"{day:%-d}", words, lists.requested(**where), lists.paid(**where))


def _hour(slot: Slot) -> Row:
    """Only every third hour has a label: for all there is no room."""
    start = slot.start
    where = lists.hour(start)
    label = f"{start:%H}" if start.hour % 3 == 0 else ""
    words = f"{start:%-d %b, %H:%M}"
    return Row(slot, label, words, lists.requested(**where), lists.paid(**where))


def _chart_of(rows: list[Row]) -> Chart:
    return chart(
        Entry(each.slot.asked, each.slot.paid, each.label, each.words) for each in rows
    )


@require_safe
@staff_page
def dashboard(request: UserHttpRequest) -> HttpResponse:
    """All of it from one moment of the database, so that the figures agree."""
    with snapshot():
        context = {
            "section": "dashboard",
            "board": Dashboard(clock.now()),
            "given_up": given_up(request.user),
        }
    return render(request, "portal/dashboard.html", context)
