"""Several statements by one journey to the database: it takes longer than they do."""

import json
from functools import lru_cache
from typing import Any

from django.db import connection

from wallet.statements import Row, Statement, Value, read

# What makes a list of JSON: of a row's columns, of all rows.
_LISTS = {
    "postgresql": ("json_build_array", "json_agg"),
    "sqlite": ("json_array", "json_group_array"),
}
Asked = tuple[Statement[Any], *tuple[Value, ...]]


def together(*asked: Asked) -> list[list[Row]]:
    """What each statement's rows() would be: of a few short rows, without decimals."""
    statements = tuple(statement for statement, *_ in asked)
    values = [given for statement, *each in asked for given in statement.sql(*each)[1]]
    (found,) = read(_sql(statements), values)
    return [
        statement.from_json(_loaded(rows))
        for statement, rows in zip(statements, found, strict=True)
    ]


@lru_cache(maxsize=500)
def _sql(statements: tuple[Statement[Any], ...]) -> str:
    """Those that are asked together come again together."""
    return f"SELECT {', '.join(map(_listed, statements))}"


def _listed(statement: Statement[Any]) -> str:
    """The query as one value."""
    row, rows = _LISTS[connection.vendor]
    names = ", ".join(f"c{number}" for number in range(statement.width))
    whole = f"SELECT {rows}({row}({names})) FROM listed"  # noqa: S608
    return f"(WITH listed ({names}) AS ({statement.text}) {whole})"


def _loaded(rows: Any) -> list[list[Any]]:
    """PostgreSQL's own type is read already, and null without any row."""
    found: list[list[Any]] = json.loads(rows) if isinstance(rows, str) else rows
    return found or []
