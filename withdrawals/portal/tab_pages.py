"""Pages of whole tabs: their SQL is written once for each way to read them."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wallet.journeys import beside
from wallet.rows import Row
from wallet.statements import SQL, Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.keyset import Cursor, Step
from withdrawals.portal.listed import Listed, listed
from withdrawals.portal.tabs import TABS, Tab, Viewer


class Reader:
    """Reads this person's tab, for keyset.page(), and by the first journey that finds
    a row also the figures that `beside` asks for.
    """

    def __init__(
        self, tab: Tab, viewer: Viewer, beside: SQL, *, has_payers: bool
    ) -> None:
        self.tab, self.viewer, self.beside = tab, viewer, beside
        self.has_payers = has_payers
        self.figures: Row = ()

    def __call__(self, step: Step) -> list[Listed]:
        also = theirs(self.tab, self.viewer)
        place = (step.cursor.value, step.cursor.id) if step.cursor else ()
        kinds = tuple(type(each) for each in place)
        way = step.order, step.size, step.parts, step.backwards
        statement = _written(self.tab.key, self.has_payers, len(also), way, kinds)
        values = self.viewer.name, self.viewer.late, *also, *place
        if self.figures:
            rows = statement.rows(*values)
        else:
            rows, self.figures = beside(statement, values, self.beside)
        return [Listed(*row) for row in rows]


def theirs(tab: Tab, viewer: Viewer) -> Collection[UUID]:
    """The requests that the tab holds since the person took them or is named there."""
    return viewer.also if tab.key == "mine" else ()


@lru_cache(maxsize=500)
def _written(
    key: str,
    has_payers: bool,
    number: int,
    way: tuple[Any, ...],
    kinds: tuple[type[Any], ...],
) -> Statement[CoinWithdrawal]:
    """Of a tab, for who has so many of their own, from the place of these kinds."""
    order, size, parts, backwards = way
    waits = TABS[key].counted and not TABS[key].is_test

    def query(name: str, late: datetime, *rest: Any) -> QuerySet[CoinWithdrawal, Any]:
        viewer = Viewer(name, late)
        viewer.also = rest[:number]
        cursor = Cursor(*rest[number:]) if kinds else None
        step = Step(order, size, parts, cursor, backwards)
        rows = TABS[key].of(viewer)
        return step.of(listed(rows, has_payers=has_payers, has_marks=waits))

    return Statement(query, str, datetime, *[UUID] * number, *kinds)
