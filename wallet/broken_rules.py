"""Rows that break a rule of their table, which SQLite can be told not to ask for.

Whoever may write there may say PRAGMA ignore_check_constraints or foreign_keys first.
PostgreSQL asks always.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import CheckConstraint, Field, ForeignKey, Model

_RULE = "CONSTRAINT {} CHECK "


def broken(model: type[Model]) -> Iterator[str]:
    """One line for each row and rule, by one pass through the table."""
    rules = dict(_rules(model))
    if connection.vendor != "sqlite" or not rules:
        return
    table, key = model._meta.db_table, _quoted(model._meta.pk)
    asked = ", ".join([key, *rules.values()])
    kept = " AND ".join(rules.values())
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM {table} WHERE NOT ({kept})")  # noqa: S608
        for pk, *answers in cursor:
            for name, answer in zip(rules, answers, strict=True):
                if answer == 0:  # a rule that knows no answer is kept
                    yield f"{table}: the row {pk} breaks {name}"


def _rules(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Each constraint's name and condition, and those of relations."""
    editor = connection.schema_editor()
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            sql = str(constraint.constraint_sql(model, editor))
            prefix = _RULE.format(connection.ops.quote_name(constraint.name))
            yield constraint.name, sql.removeprefix(prefix)
    for field in model._meta.concrete_fields:
        if check := field.db_check(connection):
            yield str(field.column), f"({check})"
        if isinstance(field, ForeignKey):
            yield str(field.column), _leads_somewhere(field)


def _leads_somewhere(field: "ForeignKey[Any, Any]") -> str:
    target = field.target_field
    rows = f"SELECT {_quoted(target)} FROM {target.model._meta.db_table}"  # noqa: S608
    return f"({_quoted(field)} IS NULL OR {_quoted(field)} IN ({rows}))"


def _quoted(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))
