"""The requests of a file, read as they are written: never all at once.

PostgreSQL writes the texts itself and sends them by COPY; elsewhere Django's rows are
written here. Both give the same texts. One SELECT is one moment of the database.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from withdrawals.models import CoinWithdrawal
from withdrawals.portal.exports import masks, texts
from withdrawals.portal.exports.columns import Column
from withdrawals.portal.exports.texts import Texts

LINES = 500  # sent at once

T = TypeVar("T")


@dataclass
class Source:
    """These columns of the rows; `written` counts the rows given so far."""

    rows: QuerySet[CoinWithdrawal]
    columns: Sequence[Column]
    zone: str  # of texts.ZONES
    is_masked: bool = False
    written: int = 0

    @property
    def can_copy(self) -> bool:
        return connection.vendor == "postgresql"

    @cached_property
    def has_masks(self) -> bool:
        """Whether it holds anything to mask, for who reads UPI IDs masked."""
        return self.is_masked and any(column.mask for column in self.columns)

    def copied(self) -> Iterator[bytes]:
        """CSV as PostgreSQL writes it, some hundred lines at a time: what Python does
        with each took a fifth of the time of COPY.
        """
        cells = self._cells(escaped=True)
        join: Callable[[list[bytes]], bytes] = b"".join
        if self.has_masks:
            cells = masks.sql(self.columns, cells)
            join = masks.unmarked(self.columns)
        # The database's ends with it, when nobody reads on.
        with closing(self._copy("csv", iter, cells)) as lines:
            copies = map(bytes, lines)  # views of psycopg's cost more to keep
            while some := list(islice(copies, LINES)):
                self.written += len(some)
                yield join(some)

    def texts(self, *, escaped: bool) -> Iterator[Texts]:
        """Each row as texts; `escaped`: none begins as a formula does."""
        for row in self._read(escaped):
            self.written += 1
            yield masks.row(row, self.columns) if self.has_masks else row

    def _read(self, escaped: bool) -> Iterator[Texts]:
        if self.can_copy:
            cells = self._cells(escaped=escaped)
            return self._copy("text", lambda copy: copy.rows(), cells)
        return self.formatted(escaped=escaped)

    def formatted(self, *, escaped: bool) -> Iterator[Texts]:
        """Each row as texts that Python writes, masked for nobody."""
        zone = texts.ZONES[self.zone]
        kinds = [column.kind for column in self.columns]
        fields = (column.field for column in self.columns)
        raw = texts.joined(self.rows).values_list(*fields)
        for row in raw.iterator(chunk_size=2000):
            yield [
                texts.text(value, kind, zone, escaped=escaped)
                for value, kind in zip(row, kinds, strict=True)
            ]

    def _cells(self, *, escaped: bool) -> Sequence[Combinable]:
        zone = texts.ZONES[self.zone]
        return [texts.sql(column, zone, escaped=escaped) for column in self.columns]

    def _copy(
        self,
        form: str,
        read: Callable[[Any], Iterable[T]],
        cells: Sequence[Combinable],
    ) -> Generator[T]:
        try:
            rows = texts.joined(self.rows).values_list(*cells)
            query = rows.query.sql_with_params()
        except EmptyResultSet:  # the filter can find nothing: there is no SQL for it
            return
        with connection.cursor() as cursor:
            select = cursor.mogrify(*query)
            with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT {form})") as copy:
                yield from read(copy)
