"""The requests of a file, read as they are written: never all at once.

PostgreSQL writes the texts itself and sends them by COPY; elsewhere Django's rows are
written here. Both give the same texts. One SELECT is one moment of the database.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from withdrawals.models import CoinWithdrawal
from withdrawals.portal.exports import texts
from withdrawals.portal.exports.columns import Column
from withdrawals.portal.exports.texts import Texts

BLOCK = 64 * 1024  # bytes sent at once

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
        """Masking is Python's alone: a second one in SQL would be a second rule."""
        masks = self.is_masked and any(column.mask for column in self.columns)
        return connection.vendor == "postgresql" and not masks

    def copied(self) -> Iterator[bytes]:
        """Lines of CSV as PostgreSQL writes them, in blocks."""
        block = bytearray()
        for line in self._copy("csv", iter, escaped=True):
            block += line
            self.written += 1
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
        yield bytes(block)

    def texts(self, *, escaped: bool) -> Iterator[Texts]:
        """Each row as texts; `escaped`: none begins as a formula does."""
        masks = [self.is_masked and column.mask or None for column in self.columns]
        for row in self._read(escaped):
            self.written += 1
            yield texts.masked(row, masks) if any(masks) else row

    def _read(self, escaped: bool) -> Iterator[Texts]:
        if connection.vendor == "postgresql":
            return self._copy("text", lambda copy: copy.rows(), escaped=escaped)
        return self.formatted(escaped=escaped)

    def formatted(self, *, escaped: bool) -> Iterator[Texts]:
        """Each row as texts that Python writes, masked for nobody."""
        zone = texts.ZONES[self.zone]
        kinds = [column.kind for column in self.columns]
        raw = self.rows.values_list(*(texts.raw(column) for column in self.columns))
        for row in raw.iterator(chunk_size=2000):
            yield [
                texts.text(value, kind, zone, escaped=escaped)
                for value, kind in zip(row, kinds, strict=True)
            ]

    def _copy(
        self, form: str, read: Callable[[Any], Iterable[T]], *, escaped: bool
    ) -> Iterator[T]:
        zone = texts.ZONES[self.zone]
        cells = [texts.sql(column, zone, escaped=escaped) for column in self.columns]
        try:
            query = self.rows.values_list(*cells).query.sql_with_params()
        except EmptyResultSet:  # the filter can find nothing: there is no SQL for it
            return
        with connection.cursor() as cursor:
            select = cursor.mogrify(*query)
            with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT {form})") as copy:
                yield from read(copy)
