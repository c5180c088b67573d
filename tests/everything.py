"""All rows of all tables of the product, to prove that something changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from withdrawals.models import AuditEntry


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the product's own tables, by table.

    As the database holds it, by its first column: reading models would take ten
    times as long. Not of the audit log, where a refusal leaves its entry.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _tables()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.execute(_all_at_once(), prepare=True)
            for table, row in cursor.fetchall():
                rows[table].append((row,))
            return rows
        for table in rows:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


@cache
def _all_at_once() -> str:
    """One journey to a server instead of one for each table: each row as one text."""
    each = (f"""SELECT '{name}', "{name}"::text FROM "{name}\"""" for name in _tables())
    return f"{' UNION ALL '.join(each)} ORDER BY 1, 2"


@cache
def _tables() -> list[str]:
    configs = [apps.get_app_config(app) for app in ("wallet", "withdrawals")]
    models = [model for config in configs for model in config.get_models()]
    return [each._meta.db_table for each in models if each is not AuditEntry]


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before
