"""For migrations: indexes that Django makes and nobody asks."""

from typing import Any

from django.apps.registry import Apps
from django.db.migrations import RunPython


def drop_like(app: str, model: str, field: str) -> RunPython:
    """The operation for a unique text that nobody searches by its first letters.

    PostgreSQL alone has an index for that.
    """

    def drop(apps: Apps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            meta = apps.get_model(app, model)._meta
            columns = [meta.get_field(field).column]
            name = schema_editor._create_index_name(meta.db_table, columns, "_like")
            schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    def create(apps: Apps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = apps.get_model(app, model)
            text = table._meta.get_field(field)
            schema_editor.execute(schema_editor._create_like_index_sql(table, text))

    return RunPython(drop, create)
