"""For migrations: what the database itself refuses, whoever asks.

A condition is written once, of OLD and NEW, in the SQL that both dialects share.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_Code = Callable[[Apps, BaseDatabaseSchemaEditor], None]

_SQLITE = """
CREATE TRIGGER {name} {when} {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}') WHERE {condition}; END
"""
# Without a search_path of its own, temporary tables would deceive the function.
_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF ({condition}) THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""
_AT_ONCE = """
CREATE TRIGGER {name} {when} {act} ON {table}
FOR EACH {level} EXECUTE FUNCTION {name}()
"""
_AT_COMMIT = """
CREATE CONSTRAINT TRIGGER {name} AFTER {act} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}()
"""


@dataclass(frozen=True)
class Refusal:
    """`act` (INSERT, UPDATE, DELETE, TRUNCATE) on `table` is refused if `condition`.

    `parts` are the SQL, made of the code's constants, for the braces in `condition`.

    `at_commit` ones are of PostgreSQL alone: SQLite cannot wait for the commit, and
    verify_ledger finds there what they would refuse. `only` names the one engine that
    has the hole.
    """

    name: str
    table: str
    act: str
    condition: str
    message: str
    when: str = "BEFORE"
    at_commit: bool = False
    only: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def statements(self, vendor: str) -> Iterator[str]:
        """What creates the trigger; nothing where the engine has no such one."""
        words = {
            **vars(self),
            "condition": self.condition.format_map(self.parts),
            "level": "STATEMENT" if self.act == "TRUNCATE" else "ROW",
        }
        if self.only not in ("", vendor):
            return
        if vendor == "postgresql":
            yield _FUNCTION.format_map(words)
            yield (_AT_COMMIT if self.at_commit else _AT_ONCE).format_map(words)
        elif self.act != "TRUNCATE" and not self.at_commit:
            yield _SQLITE.format_map(words)


def append_only(table: str) -> list[Refusal]:
    """The rows of `table` are never changed and never deleted."""
    return [
        Refusal(
            f"{table}_no_{act.lower()}", table, act, "1 = 1", f"{table}: append-only"
        )
        for act in ("UPDATE", "DELETE", "TRUNCATE")
    ]


def permanent(table: str) -> list[Refusal]:
    """The rows of `table` are never deleted."""
    return [each for each in append_only(table) if each.act != "UPDATE"]


def frozen(table: str, *columns: str) -> Refusal:
    """The columns keep what was inserted. None of them may be NULL."""
    changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    message = f"{table}: {', '.join(columns)} never change"
    return Refusal(f"{table}_frozen", table, "UPDATE", changed, message)


def irreplaceable(table: str, *keys: str) -> list[Refusal]:
    """SQLite's REPLACE deletes the row of the same key, and asks no trigger for it.

    `keys` are conditions of NEW and the table's `old` row that has the key.
    """
    same_key = " OR ".join(("old.rowid = NEW.rowid", *keys))
    message = f"{table}: no row replaces another"
    return [
        Refusal(
            f"{table}_no_replace",
            table,
            "INSERT",
            "EXISTS (SELECT 1 FROM {rows} old WHERE {same_key})",
            message,
            only="sqlite",
            parts={"rows": table, "same_key": same_key},
        ),
        Refusal(
            f"{table}_no_renumber",
            table,
            "UPDATE",
            "OLD.rowid <> NEW.rowid",
            message,
            only="sqlite",
        ),
    ]


def whole(table: str, act: str, *columns: str) -> Refusal:
    """SQLite would take 1.5 or 'many' for an integer."""
    return Refusal(
        f"{table}_whole",
        table,
        act,
        " OR ".join(f"typeof(NEW.{column}) <> 'integer'" for column in columns),
        f"{table}: {', '.join(columns)} are whole numbers",
        only="sqlite",
    )


def install(refusals: Iterable[Refusal]) -> RunPython:
    """The migration's operation."""
    return RunPython(*_create_and_drop(refusals))


def uninstall(refusals: Iterable[Refusal]) -> RunPython:
    """Before an operation for which SQLite makes the table anew, without triggers."""
    create, drop = _create_and_drop(refusals)
    return RunPython(drop, create)


def _create_and_drop(refusals: Iterable[Refusal]) -> tuple[_Code, _Code]:
    def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for refusal in refusals:
            for sql in refusal.statements(schema_editor.connection.vendor):
                schema_editor.execute(sql, params=None)

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for refusal in refusals:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {refusal.name} CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {refusal.name}")

    return create, drop
