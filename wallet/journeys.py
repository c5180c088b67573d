"""Several statements by one journey to the database: it takes longer than they do."""

import json
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
    parts = [(statement, *statement.sql(*values)) for statement, *values in asked]
    sqls = ", ".join(_listed(sql, statement.width) for statement, sql, _ in parts)
    (found,) = read(f"SELECT {sqls}", [each for *_, given in parts for each in given])
    return [
        statement.from_json(_loaded(rows))
        for (statement, *_), rows in zip(parts, found, strict=True)
    ]


def _listed(sql: str, width: int) -> str:
    """The query as one value."""
    row, rows = _LISTS[connection.vendor]
    names = ", ".join(f"c{number}" for number in range(width))
    whole = f"SELECT {rows}({row}({names})) FROM listed"  # noqa: S608
    return f"(WITH listed ({names}) AS ({sql}) {whole})"


def _loaded(rows: Any) -> list[list[Any]]:
    """PostgreSQL's own type is read already, and null without any row."""
    found: list[list[Any]] = json.loads(rows) if isinstance(rows, str) else rows
    return found or []
