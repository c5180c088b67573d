"""For migrations: the database itself refuses to change or delete a table's rows."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_CREATE = {
    "postgresql": [
        """
        CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'check_violation';
        END $$
        """,
        """
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_append_only()
        """,
    ],
    "sqlite": [
        f"""
        CREATE TRIGGER {{table}}_no_{act} BEFORE {act} ON {{table}}
        BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END
        """
        for act in ("update", "delete")
    ],
}
_DROP = {
    "postgresql": [
        "DROP TRIGGER {table}_append_only ON {table}",
        "DROP FUNCTION {table}_append_only()",
    ],
    "sqlite": ["DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"],
}


def append_only(table: str) -> RunPython:
    """The migration operation that makes `table` append-only, in both dialects."""

    def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in _CREATE[schema_editor.connection.vendor]:
            schema_editor.execute(sql.format(table=table))

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in _DROP[schema_editor.connection.vendor]:
            schema_editor.execute(sql.format(table=table))

    return RunPython(create, drop)
