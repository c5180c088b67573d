"""All rows of all tables of the product, to prove that something changed nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
            cursor.execute(_all_at_once(rows))
            for table, row in cursor.fetchall():
                rows[table].append((row,))
            return rows
        for table in rows:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def _all_at_once(tables: Iterable[str]) -> str:
    """One journey to a server instead of one for each table: each row as one text."""
    each = (f"""SELECT '{name}', "{name}"::text FROM "{name}\"""" for name in tables)
    return f"{' UNION ALL '.join(each)} ORDER BY 1, 2"


def _tables() -> Iterator[str]:
    for app in ("wallet", "withdrawals"):
        for model in apps.get_app_config(app).get_models():
            if model is not AuditEntry:
                yield model._meta.db_table


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before
