"""For migrations: what the database itself refuses, whoever asks.

A condition is written once, of OLD and NEW, in the SQL that both dialects share.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

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
SET search_path = public, pg_temp{settings} AS $$
BEGIN
    {body}
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""
_IF = "IF ({condition}) THEN {then} END IF;"
_RAISE = "RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"
_AT_ONCE = """
CREATE TRIGGER {name} {when} {act} ON {table}
FOR EACH {level} EXECUTE FUNCTION {name}()
"""
_AT_COMMIT = """
CREATE CONSTRAINT TRIGGER {name} AFTER {act} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}()
"""


class Trigger(NamedTuple):
    name: str
    table: str
    sql: tuple[str, ...]  # what creates it


class Guard(Protocol):
    def triggers(self, vendor: str) -> Iterator[Trigger]:
        """Those that the engine has for it; none where it needs none."""


@dataclass(frozen=True)
class Refusal:
    """`act` (INSERT, UPDATE, DELETE, TRUNCATE) on `table` is refused if `condition`.

    It is asked only `where` another, cheaper condition holds. `parts` are the SQL, made
    of the code's constants, for the braces in `condition`.

    `at_commit` ones are of PostgreSQL alone: SQLite cannot wait for the commit, and
    verify_ledger finds there what they would refuse. `only` names the one engine that
    has the hole.
    """

    name: str
    table: str
    act: str
    condition: str
    message: str
    where: str = ""
    when: str = "BEFORE"
    at_commit: bool = False
    only: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def triggers(self, vendor: str) -> Iterator[Trigger]:
        if self.only not in ("", vendor):
            return
        if vendor == "postgresql":
            check = raising(self)
            yield self.fired_as(self.name, only_if(self.where, check))
        elif self.act != "TRUNCATE" and not self.at_commit:
            asked = f"({self.where}) AND ({self.asked})" if self.where else self.asked
            words = {**vars(self), "condition": asked}
            yield Trigger(self.name, self.table, (_SQLITE.format_map(words),))

    @property
    def asked(self) -> str:
        return self.condition.format_map(self.parts)

    def fired_as(self, name: str, body: str, settings: str = "") -> Trigger:
        """PostgreSQL's trigger of that name and body, when this is to be asked."""
        words = {**vars(self), "name": name, "body": body, "settings": settings}
        words["level"] = "STATEMENT" if self.act == "TRUNCATE" else "ROW"
        fires = _AT_COMMIT if self.at_commit else _AT_ONCE
        sql = _FUNCTION.format_map(words), fires.format_map(words)
        return Trigger(name, self.table, sql)


def raising(refusal: Refusal) -> str:
    """What refuses in a function of PostgreSQL's."""
    return only_if(refusal.asked, _RAISE.format(message=refusal.message))


def only_if(condition: str, then: str) -> str:
    return _IF.format(condition=condition, then=then) if condition else then


def install(guards: Iterable[Guard]) -> RunPython:
    """The migration's operation."""
    return RunPython(*_create_and_drop(guards))


def uninstall(guards: Iterable[Guard]) -> RunPython:
    """Before an operation for which SQLite makes the table anew, without triggers."""
    create, drop = _create_and_drop(guards)
    return RunPython(drop, create)


def _create_and_drop(guards: Iterable[Guard]) -> tuple[_Code, _Code]:
    def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for trigger in _triggers(guards, schema_editor):
            for sql in trigger.sql:
                schema_editor.execute(sql, params=None)

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for trigger in _triggers(guards, schema_editor):
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {trigger.name} CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")

    return create, drop


def _triggers(
    guards: Iterable[Guard], schema_editor: BaseDatabaseSchemaEditor
) -> Iterator[Trigger]:
    for guard in guards:
        yield from guard.triggers(schema_editor.connection.vendor)
