"""Pages by key: no count, no offset; rows that come or go shift nobody's page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from withdrawals.texts import parse_id

M = TypeVar("M")  # with an id and what it is sorted by: a model, or a plain row
WHOLE = (Q(),)  # one part, of all rows


@dataclass(frozen=True)
class Order:
    """Sort by `field`, then id, so that no two rows have the same place."""

    field: str
    descending: bool = False

    def fields(self, *, backwards: bool = False) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        return [f"{sign}{self.field}", f"{sign}id"]

    def beyond(self, cursor: "Cursor", *, backwards: bool) -> Q:
        """The rows behind the cursor, or before it.

        Its first term lets a database enter an index there; "value < x OR value = x
        AND id < y" alone would be read from the start of the index.
        """
        way = "lt" if self.descending != backwards else "gt"
        return Q(**{f"{self.field}__{way}e": cursor.value}) & (
            Q(**{f"{self.field}__{way}": cursor.value}) | Q(**{f"id__{way}": cursor.id})
        )


@dataclass(frozen=True)
class Cursor:
    """The place of a row in an order: its sort value and its id."""

    value: datetime | int
    id: UUID

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, int) else self.value.isoformat()
        return urlsafe_b64encode(f"{value}|{self.id}".encode()).decode()

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """None for anything that is not a cursor of ours."""
        try:
            value, row_id = urlsafe_b64decode(text.encode()).decode().split("|")
            if value.isascii() and value.isdigit() and len(value) < 10:
                return cls(int(value), parse_id(row_id))
            moment = datetime.fromisoformat(value)
            return (
                cls(moment.astimezone(UTC), parse_id(row_id)) if moment.tzinfo else None
            )
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Page(Generic[M]):
    rows: list[M]
    before: Cursor | None  # the cursor of the page before this one, if there is one
    after: Cursor | None


@dataclass(frozen=True)
class Step:
    """What is read at once: `size` rows of parts, behind a cursor if there is one."""

    order: Order
    size: int
    parts: tuple[Q, ...]
    cursor: Cursor | None
    backwards: bool

    def of(self, rows: QuerySet[Any, M]) -> QuerySet[Any, M]:
        if self.cursor:
            beyond = self.order.beyond(self.cursor, backwards=self.backwards)
            rows = rows.filter(beyond)
        fields = self.order.fields(backwards=self.backwards)
        first, *others = [
            rows.filter(part).order_by(*fields)[: self.size] for part in self.parts
        ]
        if not others:
            return first
        return first.union(*others, all=True).order_by(*fields)[: self.size]


Read = Callable[[Step], list[M]]


def page(
    rows: QuerySet[Any, M] | Read[M],
    order: Order,
    size: int,
    apart: Sequence[Q] = WHOLE,
    /,
    *,
    after: str = "",
    before: str = "",
) -> Page[M]:
    """`size` rows behind the cursor `after`, or before `before`, or the first ones.

    An index holds each part of the rows, as `apart` says, in this order; `rows` that
    are no queryset read a step. The first page comes also where a cursor is not of this
    order, or nothing is left behind it.
    """
    backwards = not after and bool(before)
    cursor = _of_order(Cursor.parse(after or before), order)
    backwards = backwards and cursor is not None
    found = _nearest(rows, _steps(order, size + 1, apart, cursor, backwards))
    if cursor and not found:
        return page(rows, order, size, apart)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (bool(cursor), more)
    return Page(
        found,
        _cursor(found[0], order) if found and has_before else None,
        _cursor(found[-1], order) if found and has_after else None,
    )


def neighbour(
    rows: QuerySet[Any, M],
    order: Order,
    row: M,
    *,
    backwards: bool = False,
    apart: Sequence[Q] = WHOLE,
) -> M | None:
    """The row behind `row`, or before it; `row` itself need not be among `rows`."""
    place = _cursor(row, order)
    found = _nearest(rows, _steps(order, 1, apart, place, backwards))
    return found[0] if found else None


def _steps(
    order: Order, size: int, apart: Sequence[Q], cursor: Cursor | None, backwards: bool
) -> list[Step]:
    """An index holds each part in order, but not all of them.

    PostgreSQL merges the first rows of each, and reads no more than it gives; SQLite
    would sort all parts whole to find fifty rows, and is asked for each by itself.
    """
    merges = connection.features.supports_slicing_ordering_in_compound
    parts = [tuple(apart)] if merges else [(each,) for each in apart]
    return [Step(order, size, each, cursor, backwards) for each in parts]


def _nearest(rows: QuerySet[Any, M] | Read[M], steps: Sequence[Step]) -> list[M]:
    """The first of all that is read: in order, whatever stood around the queries."""
    read = rows if callable(rows) else lambda step: list(step.of(rows))
    found = [row for step in steps for row in read(step)]
    order, size = steps[0].order, steps[0].size
    found.sort(
        key=attrgetter(order.field, "id"),
        reverse=order.descending != steps[0].backwards,
    )
    return found[:size]


def _cursor(row: Any, order: Order) -> Cursor:
    return Cursor(getattr(row, order.field), row.id)


def _of_order(cursor: Cursor | None, order: Order) -> Cursor | None:
    is_time = cursor is not None and isinstance(cursor.value, datetime)
    return cursor if is_time == order.field.endswith("_at") else None
