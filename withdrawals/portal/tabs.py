"""The views of the queue, by next action."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from wallet import clock
from withdrawals import claims, mentions
from withdrawals.models import SLA, CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.portal import arrivals
from withdrawals.portal.keyset import Order
from withdrawals.states import OPEN, Status

Rows = QuerySet[CoinWithdrawal]
OLDEST_FIRST = Order("created_at")
NEWEST_FIRST = Order("created_at", descending=True)


@dataclass
class Viewer:
    """What the tabs ask about the person who looks at them, and when."""

    name: str
    late: datetime = field(default_factory=lambda: clock.now() - SLA)

    @cached_property
    def named_in(self) -> Collection[UUID]:
        """The requests whose notes ask for this person."""
        return mentions.to_see(self.name)

    @cached_property
    def taken(self) -> Collection[UUID]:
        """The requests that this person has taken."""
        return claims.taken_by(self.name)

    @cached_property
    def also(self) -> Collection[UUID]:
        """What is this person's though somebody else, or nobody, has approved it."""
        return dict.fromkeys((*self.taken, *self.named_in))


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Callable[[CoinWithdrawalQuerySet, Viewer], Rows]
    order: Order = OLDEST_FIRST
    statuses: tuple[Status, ...] = ()  # where it holds several, and no others
    news: arrivals.Arrivals = arrivals.made
    counted: bool = True  # work that waits; the others are archives
    shown_empty: bool = True
    is_test: bool = False  # no money is due for what it holds
    empty: str = "Nothing here."

    def of(self, viewer: Viewer) -> Rows:
        return self.rows(CoinWithdrawal.objects.of_kind(self.is_test), viewer)


TABS = {
    tab.key: tab
    for tab in (
        Tab(
            "review",
            "To review",
            lambda rows, _: rows.to_review(),
            empty="Nothing to review. New requests appear here.",
        ),
        Tab(
            "pay",
            "To pay",
            lambda rows, _: rows.to_pay(),
            news=arrivals.moved_to(Status.PROCESSING),
            empty="Nothing to pay. Approved requests appear here.",
        ),
        Tab(
            "mine",
            "Mine",
            lambda rows, viewer: rows.mine(viewer.name, viewer.also),
            news=arrivals.named,
            empty="Nothing that you took or approved waits, and no note asks for you.",
        ),
        Tab(
            "late",
            "Over SLA",
            lambda rows, viewer: rows.over_sla(viewer.late),
            news=arrivals.late,
            statuses=tuple(sorted(OPEN)),
            empty="Nothing is late: no open request is older than 24 hours.",
        ),
        Tab(
            "failed",
            "Failed",
            lambda rows, _: rows.filter(status=Status.FAILED),
            news=arrivals.moved_to(Status.FAILED),
            order=NEWEST_FIRST,
            counted=False,
        ),
        Tab(
            "completed",
            "Completed",
            lambda rows, _: rows.filter(status=Status.COMPLETED),
            news=arrivals.moved_to(Status.COMPLETED),
            order=NEWEST_FIRST,
            counted=False,
        ),
        Tab(
            "all",
            "All",
            lambda rows, _: rows,
            order=NEWEST_FIRST,
            counted=False,
            empty="No requests yet. They appear here as users ask.",
        ),
        Tab(
            "test",
            "Test",
            lambda rows, _: rows,
            order=NEWEST_FIRST,
            shown_empty=False,
            is_test=True,
            empty="No test requests. They appear here as apps try things out.",
        ),
    )
}
DEFAULT = TABS["review"]
