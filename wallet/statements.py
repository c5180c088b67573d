"""Queries that many pages ask: Django writes their SQL once; only the values change.

Writing it takes Django several times as long as a database takes to answer it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

from wallet.rows import M, Row, columns, made

SQL = tuple[str, Sequence[Any]]  # with its values
Value = str | int | datetime | UUID
# Values that stand for one to come, by its type: no query has them by itself.
_MARKS: dict[type, Callable[[int], Value]] = {
    str: "\ue000{}".format,
    int: lambda number: 2_000_000_000 + number,
    datetime: lambda number: datetime(1000 + number, 1, 1, tzinfo=UTC),
    UUID: lambda number: UUID(int=number),
}


_Place = tuple[int | None, Any]  # which of the given values; or a fixed one
_MARK = re.compile("(?<!%)%s")


class _Written(NamedTuple):
    model: type[Any]
    names: list[str]  # of a row of models: its columns, then its annotations
    sql: str
    values: list[_Place]
    kinds: list[Callable[[Any], Any]]  # of the columns: what reads them from a text
    converted: Callable[[list[Row]], Iterable[Row]]
    is_exact: bool  # whether the database takes and gives Python's own types


class Statement(Generic[M]):
    """`query` makes a queryset from one value of each of `kinds`.

    Its SQL must be the same whatever the values are, and nothing else may go into it,
    as the time: ValueError when it is written, otherwise.
    """

    def __init__(
        self, query: Callable[..., QuerySet[M, Any]], *kinds: type[Any]
    ) -> None:
        self.query, self.kinds = query, kinds

    def rows(self, *values: Value) -> list[Row]:
        """What values_list() names; or all fields of the model, then annotations."""
        return self.converted(read(*self.sql(*values)))

    def converted(self, rows: list[Row]) -> list[Row]:
        """What the database answered to `sql`, as `rows` gives it."""
        return list(self._written.converted(rows))

    def models(self, *values: Value) -> list[M]:
        """The rows as the models that they are, with what they are annotated with."""
        return self.models_of(self.rows(*values))

    def models_of(self, rows: list[Row]) -> list[M]:
        """What rows() has found, or together(), as models."""
        model, names = self._written.model, self._written.names
        return [made(model, row, names) for row in rows]

    def first(self, *values: Value) -> M | None:
        return next(iter(self.models(*values)), None)

    def sql(self, *values: Value) -> tuple[str, list[Any]]:
        """With its parameters, to be part of another query."""
        written = self._written
        given = values if written.is_exact else [_adapted(each) for each in values]
        return written.sql, [
            fixed if place is None else given[place] for place, fixed in written.values
        ]

    @property
    def text(self) -> str:
        """Its SQL, whatever the values are."""
        return self._written.sql

    @cached_property
    def _written(self) -> _Written:
        marks = self._marks(1)
        compiler, sql, params = self._compiled(marks)
        _, other_sql, others = self._compiled(self._marks(1 + len(marks)))
        given = [_adapted(each) for each in marks]
        values = [
            (given.index(each) if each in given else None, each) for each in params
        ]
        fixed = [
            each for each in zip(values, others, strict=True) if each[0][0] is None
        ]
        if sql != other_sql or any(value != other for (_, value), other in fixed):
            raise ValueError(f"it depends on more than its values: {sql}")
        is_exact = connection.vendor == "postgresql"
        if is_exact:
            sql, values = _with_fixed(sql, values)
        selected = [column for column, _, _ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(selected)
        return _Written(
            compiler.query.model,
            [*columns(compiler.query.model), *compiler.query.annotation_select],
            sql,
            values,
            [column.output_field.to_python for column in selected],
            lambda rows: (
                map(tuple, compiler.apply_converters(rows, converters))
                if converters
                else rows
            ),
            is_exact,
        )

    @property
    def width(self) -> int:
        """How many columns its rows have."""
        return len(self._written.kinds)

    def from_json(self, rows: list[list[Any]]) -> list[Row]:
        """Its rows, as the database tells them in JSON, in the columns' own types."""
        written = self._written
        if not written.is_exact:
            return list(written.converted([tuple(row) for row in rows]))
        return [
            tuple(load(each) for load, each in zip(written.kinds, row, strict=True))
            for row in rows
        ]

    def _marks(self, first: int) -> list[Any]:
        return [_MARKS[kind](number) for number, kind in enumerate(self.kinds, first)]

    def _compiled(self, marks: list[Any]) -> tuple[Any, str, Sequence[Any]]:
        compiler = self.query(*marks).query.get_compiler(connection=connection)
        return compiler, *compiler.as_sql()


def read(sql: str, values: Sequence[Any]) -> list[Row]:
    """The rows of a query that comes again with other values."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor == "postgresql":
        rows: list[Row] = here.read(sql, values)
        return rows
    with here.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Row] = cursor.fetchall()
        return found


def written_out(sql: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """A query whose plan must fit its values, to be part of another: on PostgreSQL they
    stand in it. A plan for all values would not enter an index by the start of a text.
    """
    if connection.vendor != "postgresql":
        return sql, list(values)
    return _with_fixed(sql, [(None, each) for each in values])[0], []


def _with_fixed(sql: str, values: list[_Place]) -> tuple[str, list[_Place]]:
    """The fixed values written into the SQL.

    A plan for all values knows those, and which partial indexes hold them.
    """
    first, *rest = _MARK.split(sql)
    write = connection.ops.compose_sql  # type: ignore[attr-defined]
    marks = [
        "%s" if place is not None else write("%s", [fixed]).replace("%", "%%")
        for place, fixed in values
    ]
    pairs = zip(marks, rest, strict=True)
    written = first + "".join(mark + text for mark, text in pairs)
    return written, [each for each in values if each[0] is not None]


def _adapted(value: Any) -> Any:
    """As a field gives it to this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
