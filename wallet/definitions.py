"""Whether the database's columns and constraints are still those of the code.

SQLite keeps the words that made a table. PostgreSQL keeps an expression in words of its
own, so it is asked for its words for the code's expression as well: EXPLAIN reads both,
runs neither and needs no more than the right to read the table.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import BaseConstraint, CheckConstraint, Field, ForeignKey, Model

_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s"
_CONSTRAINTS = """
    SELECT conname, replace(pg_get_constraintdef(oid), '"', ''),
        pg_get_expr(conbin, conrelid)
    FROM pg_constraint WHERE conrelid = CAST(%s AS regclass) AND convalidated
"""
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = CAST(%s AS regclass) AND attnotnull
"""
_NEXT_PART = re.compile(r', (?="\w+" \w|CONSTRAINT )')

_Model = type[Model]


def unguarded(model: _Model) -> Iterator[str]:
    """The columns and constraints of the model's table that are gone, or are others."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            yield from _differs_on_postgresql(cursor, model)
        else:
            yield from _differs_on_sqlite(cursor, model)


def _differs_on_sqlite(cursor: Any, model: _Model) -> Iterator[str]:
    cursor.execute(_TABLE, [model._meta.db_table])
    there = _parts(cursor.fetchone()[0])
    expected, _ = connection.schema_editor().table_sql(model)
    for part in _parts(expected):
        if part not in there:
            yield part.split('"')[1]


def _parts(table: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, in whatever order."""
    return _NEXT_PART.split(table.partition("(")[2].removesuffix(")"))


def _differs_on_postgresql(cursor: Any, model: _Model) -> Iterator[str]:
    table = model._meta.db_table
    cursor.execute(_CONSTRAINTS, [table])
    rows = cursor.fetchall()
    cursor.execute(_COLUMNS, [table])
    there = {words for _, words, _ in rows}
    there |= {f"NOT NULL {column}" for (column,) in cursor.fetchall()}
    for field in model._meta.concrete_fields:
        if not there.issuperset(_rules_of(field)):
            yield str(field.column)
    kept = {name: expression or words for name, words, expression in rows}
    for constraint in model._meta.constraints:
        found = kept.get(constraint.name, "")
        if not _is_kept(cursor, model, constraint, found):
            yield constraint.name


def _is_kept(
    cursor: Any, model: _Model, constraint: BaseConstraint, found: str
) -> bool:
    """Whether `found` is the constraint; nothing was found where it is gone."""
    sql = str(constraint.constraint_sql(model, connection.schema_editor()))
    rule = sql.removeprefix(f'CONSTRAINT "{constraint.name}" ')
    if not isinstance(constraint, CheckConstraint):
        return found == rule.replace('"', "")
    expected = rule.removeprefix("CHECK ")
    table = model._meta.db_table
    return bool(found) and _is_same(cursor, table, expected, found)


def _rules_of(field: "Field[Any, Any]") -> Iterator[str]:
    """What PostgreSQL keeps of the field's own rules."""
    if field.primary_key:
        yield f"PRIMARY KEY ({field.column})"
    elif field.unique:
        yield f"UNIQUE ({field.column})"
    if not field.null:
        yield f"NOT NULL {field.column}"
    if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True):
        target = field.target_field
        yield (
            f"FOREIGN KEY ({field.column}) REFERENCES {target.model._meta.db_table}"
            f"({target.column}) DEFERRABLE INITIALLY DEFERRED"
        )


def _is_same(cursor: Any, table: str, one: str, other: str) -> bool:
    """Whether PostgreSQL has the same words for both expressions."""
    sql = f"EXPLAIN (VERBOSE, FORMAT JSON) SELECT {one}, {other} FROM {table}"  # noqa: S608 (our own and the catalogue's)
    cursor.execute(sql)
    first, second = cursor.fetchone()[0][0]["Plan"]["Output"]
    return bool(first == second)
