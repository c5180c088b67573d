"""The views of the queue, by next action."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from withdrawals import mentions
from withdrawals.models import CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.portal.keyset import Order
from withdrawals.states import Status

MOST_COUNTED = 999

OLDEST_FIRST = Order("created_at")
NEWEST_FIRST = Order("created_at", descending=True)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Callable[[CoinWithdrawalQuerySet, str], QuerySet[CoinWithdrawal]]
    order: Order = OLDEST_FIRST
    tells_news: bool = False  # where a request that is made appears at once
    counted: bool = True  # work that waits; the others are archives
    empty: str = "Nothing here."

    def of(self, username: str) -> QuerySet[CoinWithdrawal]:
        return self.rows(CoinWithdrawal.objects.all(), username)


@dataclass(frozen=True)
class Count:
    """How many requests a tab holds, counted no further than MOST_COUNTED."""

    tab: Tab
    number: int | None

    def __str__(self) -> str:
        if self.number is None:
            return ""
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


TABS = {
    tab.key: tab
    for tab in (
        Tab(
            "review",
            "To review",
            lambda rows, _: rows.to_review(),
            tells_news=True,
            empty="Nothing to review. New requests appear here.",
        ),
        Tab(
            "pay",
            "To pay",
            lambda rows, _: rows.to_pay(),
            empty="Nothing to pay. Approved requests appear here.",
        ),
        Tab(
            "mine",
            "Mine",
            lambda rows, username: rows.mine(username, mentions.to_see(username)),
            empty="Nothing that you approved waits, and no note asks for you.",
        ),
        Tab(
            "late",
            "Over SLA",
            lambda rows, _: rows.over_sla(),
            empty="Nothing is late: no open request is older than 24 hours.",
        ),
        Tab(
            "failed",
            "Failed",
            lambda rows, _: rows.filter(status=Status.FAILED),
            order=NEWEST_FIRST,
            counted=False,
        ),
        Tab(
            "completed",
            "Completed",
            lambda rows, _: rows.filter(status=Status.COMPLETED),
            order=NEWEST_FIRST,
            counted=False,
        ),
        Tab(
            "all",
            "All",
            lambda rows, _: rows,
            order=NEWEST_FIRST,
            tells_news=True,
            counted=False,
            empty="No requests yet. They appear here as users ask.",
        ),
    )
}
DEFAULT = TABS["review"]


def counts(username: str) -> list[Count]:
    """Each tab with its count; one bounded query for each that is counted."""
    return [
        Count(tab, capped(tab.of(username)) if tab.counted else None)
        for tab in TABS.values()
    ]


def capped(rows: QuerySet[CoinWithdrawal]) -> int:
    """The number of rows, or MOST_COUNTED + 1 for "more than that"."""
    return rows.order_by()[: MOST_COUNTED + 1].count()
