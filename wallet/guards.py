"""Whether the database still has the triggers, tables and functions of the code, and
has asked its rules of every row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, models

from wallet import broken_rules, definitions
from wallet.functions import FUNCTIONS, name_of
from wallet.models import CoinTransaction, LedgerSeal, SealedRow, UserCoins
from wallet.refusals import GUARDS, SEALS
from wallet.triggers import Guard

_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    # What is switched off (D), or fires for replicas only (R), guards nothing.
    "postgresql": """
        SELECT tgname, 'CREATE FUNCTION ' || proname || '() RETURNS trigger LANGUAGE '
            || 'plpgsql SET '
            || COALESCE(replace(array_to_string(proconfig, ' SET '), '=', ' = '), '')
            || ' AS $$' || prosrc || '$$ ' || pg_get_triggerdef(pg_trigger.oid, true)
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
    """,
}
# Whatever else a function may be, ours are none of it.
_FUNCTIONS = """
    SELECT 'CREATE OR REPLACE FUNCTION ' || proname || '('
        || replace(pg_get_function_arguments(pg_proc.oid),
            'timestamp with time zone', 'timestamptz') || ')'
        || CASE WHEN proargmodes IS NULL
            THEN ' RETURNS ' || pg_get_function_result(pg_proc.oid) ELSE '' END
        || ' LANGUAGE ' || lanname || ' SET '
        || COALESCE(replace(array_to_string(proconfig, ' SET '), '=', ' = '), '')
        || ' AS $$' || prosrc || '$$'
        || CASE WHEN prosecdef OR proisstrict OR proretset OR provolatile <> 'v'
            THEN ' of another kind' ELSE '' END
    FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
    WHERE proname = %s
"""


@dataclass(frozen=True)
class Guards:
    """A check that compares what is installed with the code, as the other checks."""

    name: str
    guards: Sequence[Guard]
    models: Sequence[type[models.Model]]

    def differences(self) -> Iterator[str]:
        """One line for each trigger, column or constraint that is gone or another, and
        for each row that they were not asked of.
        """
        with connection.cursor() as cursor:
            cursor.execute(_TRIGGERS[connection.vendor])
            installed = {name: _plain(sql) for name, sql in cursor.fetchall()}
        for guard in self.guards:
            for trigger in guard.triggers(connection.vendor):
                if installed.get(trigger.name) != _plain(" ".join(trigger.sql)):
                    yield _says(trigger.name, trigger.table)
        for model in self.models:
            for name in definitions.unguarded(model):
                yield _says(name, model._meta.db_table)
            yield from broken_rules.broken(model)


@dataclass(frozen=True)
class Functions:
    """A check that compares PostgreSQL's functions with the code, as the others."""

    name: str
    functions: Sequence[str]

    def differences(self) -> Iterator[str]:
        """One line for each that is gone or another, or that another one may hide."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for expected in self.functions:
                cursor.execute(_FUNCTIONS, [name_of(expected)])
                if [_tight(sql) for (sql,) in cursor.fetchall()] != [_tight(expected)]:
                    yield f"The function {name_of(expected)} is not the code's"


def _tight(sql: str) -> str:
    return _plain(sql).replace("( ", "(").replace(" )", ")")


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _says(name: str, table: str) -> str:
    return f"The database does not guard {name} of {table}"


CHECKS = (
    Guards(
        "The database guards the coins",
        [*GUARDS, *SEALS],
        [UserCoins, CoinTransaction, LedgerSeal, SealedRow],
    ),
    Functions("The database moves the coins as the code does", FUNCTIONS),
)
