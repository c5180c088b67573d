"""All rows of all tables of the product, to prove that something changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import Model

from withdrawals.models import AuditEntry

_OBJECT = {  # a row as JSON, as the database holds it
    "postgresql": "row_to_json({table})::text",
    "sqlite": "json_object({columns})",
}


def everything() -> dict[str, list[str]]:
    """Every row of the product's own tables as JSON, by table.

    By one statement: reading models would take many times as long. Not of the audit
    log, where a refusal leaves its entry.
    """
    rows: dict[str, list[str]] = {model._meta.db_table: [] for model in _models()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.execute(_all_at_once(), prepare=True)
        else:
            cursor.execute(_all_at_once())
        for table, row in cursor.fetchall():
            rows[table].append(row)
    return rows


@cache
def _all_at_once() -> str:
    each = (
        f"SELECT '{model._meta.db_table}', {_row(model)} FROM {model._meta.db_table}"
        for model in _models()
    )
    return f"{' UNION ALL '.join(each)} ORDER BY 1, 2"


def _row(model: type[Model]) -> str:
    names = [field.column for field in model._meta.concrete_fields]
    columns = ", ".join(f"'{name}', {name}" for name in names)
    table = model._meta.db_table
    return _OBJECT[connection.vendor].format(table=table, columns=columns)


@cache
def _models() -> list[type[Model]]:
    configs = [apps.get_app_config(app) for app in ("wallet", "withdrawals")]
    models = [model for config in configs for model in config.get_models()]
    return [each for each in models if each is not AuditEntry]


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before
