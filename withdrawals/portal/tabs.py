"""The views of the queue, by next action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from withdrawals import mentions
from withdrawals.models import CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.portal.keyset import Order
from withdrawals.states import Status

Rows = QuerySet[CoinWithdrawal]
MOST_COUNTED = 999

OLDEST_FIRST = Order("created_at")
NEWEST_FIRST = Order("created_at", descending=True)


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    rows: Callable[[CoinWithdrawalQuerySet, str], Rows]
    order: Order = OLDEST_FIRST
    tells_news: bool = False  # where a request that is made appears at once
    counted: bool = True  # work that waits; the others are archives
    empty: str = "Nothing here."

    def of(self, username: str) -> Rows:
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


def waiting(username: str) -> dict[str, Rows]:
    """What each tab holds that is counted."""
    return {key: tab.of(username) for key, tab in TABS.items() if tab.counted}


def capped(rows: Rows) -> int:
    """The number of rows, or MOST_COUNTED + 1 for "more than that"."""
    return all_capped({"": rows})[""]


def all_capped(lists: Mapping[str, Rows]) -> dict[str, int]:
    """The same of each list, in one query."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in lists.values():
        sql, params = _bounded(rows)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return dict(zip(lists, cursor.fetchone(), strict=True))


def _bounded(rows: Rows) -> tuple[str, Sequence[Any]]:
    some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
    try:
        return some.query.sql_with_params()
    except EmptyResultSet:  # of none()
        return "SELECT 1 WHERE 1 = 0", ()
