"""How many requests a list holds, counted no further than MOST_COUNTED."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from wallet.statements import SQL, Statement, read, written_out
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import tab_pages
from withdrawals.portal.tabs import TABS, Rows, Tab, Viewer

MOST_COUNTED = 999


def words_of(number: int) -> str:
    """ "41", or "999+"."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def waiting(viewer: Viewer) -> dict[str, SQL]:
    """What each tab holds that is counted."""
    return {key: held(tab, viewer) for key, tab in TABS.items() if tab.counted}


def held(tab: Tab, viewer: Viewer) -> SQL:
    """All that is in the tab."""
    also = tab_pages.theirs(tab, viewer)
    statement = _held(tab.key, len(also))
    return statement.sql(viewer.name, viewer.late, *also)


def bounded(rows: Rows) -> SQL:
    """Of any list: the query that is counted."""
    try:
        return written_out(*_some(rows).query.sql_with_params())
    except EmptyResultSet:  # of none()
        return "SELECT 1 WHERE 1 = 0", ()


def capped(rows: Rows) -> int:
    """The number of rows, or MOST_COUNTED + 1 for "more than that"."""
    return all_capped({"": bounded(rows)})[""]


def all_capped(lists: Mapping[str, SQL]) -> dict[str, int]:
    """The same of each list, in one query."""
    columns, values = columns_of(lists)
    (numbers,) = read(f"SELECT {columns}", values)
    return dict(zip(lists, numbers, strict=True))


def columns_of(lists: Mapping[str, SQL]) -> SQL:
    """What is selected for that; it may stand beside what else is."""
    parts = [f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in lists.values()]  # noqa: S608
    return ", ".join(parts), [each for _, params in lists.values() for each in params]


@cache
def _held(key: str, number: int) -> Statement[CoinWithdrawal]:
    """Of a tab, for who has so many of their own."""

    def some(name: str, late: datetime, *also: UUID) -> QuerySet[Any, Any]:
        viewer = Viewer(name, late)
        viewer.also = also
        return _some(TABS[key].of(viewer))

    return Statement(some, str, datetime, *[UUID] * number)


def _some(rows: Rows) -> QuerySet[CoinWithdrawal, Any]:
    return rows.order_by().values_list("pk")[: MOST_COUNTED + 1]
