"""All rows of all tables of the product, to prove that something changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps

from withdrawals.models import AuditEntry


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the wallet's and the withdrawals' tables, by table.

    Not of the audit log, where a refusal leaves its entry.
    """
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for app in ("wallet", "withdrawals")
        for model in apps.get_app_config(app).get_models()
        if model is not AuditEntry
    }


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before
