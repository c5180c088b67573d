"""verify_ledger finds a guard of the database that is gone, asleep or another."""

import pytest
from django.db import connection, transaction

from wallet import guards as wallet_guards
from wallet import verification
from wallet.guards import Guards
from withdrawals import guards as withdrawals_guards

ALL: list[Guards] = [*wallet_guards.CHECKS, *withdrawals_guards.CHECKS]
HERE = connection.vendor
TRIGGERS = [
    (each.name, each.table)
    for check in ALL
    for each in check.refusals
    if list(each.statements(HERE))
]
CONSTRAINTS = [
    (constraint.name, model._meta.db_table)
    for check in ALL
    for model in check.models
    for constraint in model._meta.constraints
]

on_postgresql = pytest.mark.skipif(
    HERE == "sqlite", reason="SQLite alters no constraint and silences no trigger"
)


def differences_after(*statements: str) -> list[str]:
    """What verify_ledger says once somebody has run the statements."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
        found = list(verification.differences())
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("name", "table"), TRIGGERS)
def test_a_dropped_trigger_is_named(db, name, table):
    of = f" ON {table}" if HERE == "postgresql" else ""
    found = differences_after(f"DROP TRIGGER {name}{of}")
    assert found == [f"The database does not guard {name} of {table}"]


def test_a_trigger_made_harmless_is_named(db):
    body = {
        "sqlite": "BEFORE INSERT ON wallet_cointransaction BEGIN SELECT 1; END",
        "postgresql": "BEFORE INSERT ON wallet_cointransaction FOR EACH ROW "
        "WHEN (false) EXECUTE FUNCTION movement_goes_on()",
    }[HERE]
    of = " ON wallet_cointransaction" if HERE == "postgresql" else ""
    assert differences_after(
        f"DROP TRIGGER movement_goes_on{of}", f"CREATE TRIGGER movement_goes_on {body}"
    ) == ["The database does not guard movement_goes_on of wallet_cointransaction"]


@on_postgresql
@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE wallet_cointransaction DISABLE TRIGGER movement_goes_on",
        "CREATE OR REPLACE FUNCTION movement_goes_on() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION movement_goes_on() RESET ALL",
    ],
)
def test_a_trigger_asleep_or_another_is_named(db, sql):
    line = "The database does not guard movement_goes_on of wallet_cointransaction"
    assert differences_after(sql) == [line]


@on_postgresql
@pytest.mark.parametrize(("name", "table"), CONSTRAINTS)
def test_a_dropped_constraint_is_named(db, name, table):
    found = differences_after(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    assert found == [f"The database does not guard {name} of {table}"]
