"""Several statements by one journey to the database: it takes longer than they do."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from json import JSONDecoder
from typing import Any, Protocol

from django.db import connection

from wallet.rows import M, Row
from wallet.statements import SQL, Statement, Value, read

# What makes a list of JSON, of a row's columns and of all rows; what reads it.
_DIALECTS = {
    "postgresql": ("json_build_array", "json_agg", JSONDecoder(parse_float=Decimal)),
    "sqlite": ("json_array", "json_group_array", JSONDecoder(parse_float=float)),
}


class Query(Protocol):
    """What can be asked with others: a Statement, or ByHand."""

    @property
    def width(self) -> int: ...

    @property
    def text(self) -> str: ...

    def sql(self, *values: Value) -> tuple[str, list[Any]]: ...

    def from_json(self, rows: list[list[Any]]) -> list[Row]: ...


Asked = tuple[Query, *tuple[Value, ...]]


class ByHand:
    """A query of one column, which Django could not write."""

    width = 1

    def __init__(self, text: str) -> None:
        self.text = text

    def rows(self, *values: Value) -> list[Row]:
        return read(*self.sql(*values))

    def sql(self, *values: Value) -> tuple[str, list[Any]]:
        return self.text, list(values)

    def from_json(self, rows: list[list[Any]]) -> list[Row]:
        return [tuple(row) for row in rows]


def together(*asked: Asked) -> list[list[Row]]:
    """What each statement's rows() would be: of a few short rows."""
    statements = tuple(statement for statement, *_ in asked)
    values = [given for statement, *each in asked for given in statement.sql(*each)[1]]
    (found,) = read(_sql(statements), values)
    *_, json = _DIALECTS[connection.vendor]
    return [
        # PostgreSQL says null where there is no row.
        statement.from_json(json.decode(rows)) if rows else []
        for statement, rows in zip(statements, found, strict=True)
    ]


def beside(
    statement: Statement[M], values: Sequence[Value], figures: SQL
) -> tuple[list[Row], Row]:
    """The statement's rows(), and the row of columns that no row of it changes.

    () where there is no row that they could stand beside.
    """
    columns, given = figures
    text, own = statement.sql(*values)
    rows = read(f"SELECT page.*, {columns} FROM ({text}) AS page", [*given, *own])  # noqa: S608
    width = statement.width
    found = statement.converted([row[:width] for row in rows])
    return found, rows[0][width:] if rows else ()


@lru_cache(maxsize=500)
def _sql(statements: tuple[Query, ...]) -> str:
    """Those that are asked together come again together."""
    return f"SELECT {', '.join(map(_listed, statements))}"


def _listed(statement: Query) -> str:
    """The query as one value."""
    row, rows, _ = _DIALECTS[connection.vendor]
    names = ", ".join(f"c{number}" for number in range(statement.width))
    # As a text, or the driver would read numbers in its own way.
    whole = f"SELECT CAST({rows}({row}({names})) AS text) FROM listed"  # noqa: S608
    return f"(WITH listed ({names}) AS ({statement.text}) {whole})"
