"""verify_ledger finds a guard of the database that is gone, asleep or another."""

import pytest
from django.db import connection, transaction

from wallet import guards as wallet_guards
from wallet import refusals as coins
from wallet import verification
from wallet.functions import name_of
from wallet.guards import Functions, Guards
from withdrawals import guards as withdrawals_guards
from withdrawals import refusals as requests
from withdrawals.portal.bulk import guards as bulk_guards

CHECKS = [*wallet_guards.CHECKS, *withdrawals_guards.CHECKS, *bulk_guards.CHECKS]
ALL = [check for check in CHECKS if isinstance(check, Guards)]
FUNCTIONS = [
    name_of(sql)
    for check in CHECKS
    if isinstance(check, Functions)
    for sql in check.functions
]
HERE = connection.vendor
TRIGGERS = [
    (trigger.name, trigger.table)
    for check in ALL
    for guard in check.guards
    for trigger in guard.triggers(HERE)
]
OF_A_MOVEMENT = {
    "sqlite": "movement_goes_on",
    "postgresql": "wallet_cointransaction_insert_for_coins",
}[HERE]
NOT_GUARDED = f"The database does not guard {OF_A_MOVEMENT} of wallet_cointransaction"
CONSTRAINTS = [
    (constraint.name, model._meta.db_table)
    for check in ALL
    for model in check.models
    for constraint in model._meta.constraints
]

on_postgresql = pytest.mark.skipif(
    HERE == "sqlite", reason="SQLite alters no constraint and silences no trigger"
)
on_sqlite = pytest.mark.skipif(
    HERE == "postgresql", reason="PostgreSQL keeps no words to be edited"
)


def differences_after(*statements: str) -> list[str]:
    """What verify_ledger says once somebody has run the statements."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
        found = list(verification.differences())
        transaction.set_rollback(True)
    return found


def test_merged_triggers_ask_all_that_each_refusal_asks():
    for guards, refusals in [
        (coins.GUARDS, [*coins.REFUSALS, *coins.KINDS]),
        (requests.GUARDS, [*requests.REFUSALS, *requests.KINDS]),
    ]:
        sql = "".join(
            sql for guard in guards for each in guard.triggers(HERE) for sql in each.sql
        )
        alone = [refusal for refusal in refusals if list(refusal.triggers(HERE))]
        assert not [each.name for each in alone if each.message not in sql]
        assert not [each.name for each in alone if each.asked not in sql]
        assert not [each.name for each in alone if each.where not in sql]


@pytest.mark.parametrize(("name", "table"), TRIGGERS)
def test_a_dropped_trigger_is_named(db, name, table):
    of = f" ON {table}" if HERE == "postgresql" else ""
    found = differences_after(f"DROP TRIGGER {name}{of}")
    assert found == [f"The database does not guard {name} of {table}"]


def test_a_trigger_made_harmless_is_named(db):
    body = {
        "sqlite": "BEFORE INSERT ON wallet_cointransaction BEGIN SELECT 1; END",
        "postgresql": "BEFORE INSERT ON wallet_cointransaction FOR EACH ROW "
        f"WHEN (false) EXECUTE FUNCTION {OF_A_MOVEMENT}()",
    }[HERE]
    of = " ON wallet_cointransaction" if HERE == "postgresql" else ""
    found = differences_after(
        f"DROP TRIGGER {OF_A_MOVEMENT}{of}", f"CREATE TRIGGER {OF_A_MOVEMENT} {body}"
    )
    assert found == [NOT_GUARDED]


@on_postgresql
@pytest.mark.parametrize(
    "sql",
    [
        f"ALTER TABLE wallet_cointransaction DISABLE TRIGGER {OF_A_MOVEMENT}",
        f"CREATE OR REPLACE FUNCTION {OF_A_MOVEMENT}() RETURNS trigger "
        "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"ALTER FUNCTION {OF_A_MOVEMENT}() RESET ALL",
    ],
)
def test_a_trigger_asleep_or_another_is_named(db, sql):
    assert differences_after(sql) == [NOT_GUARDED]


# How somebody would let a function do, or seem to be, something else.
FORGERIES = {
    "gone": "DROP FUNCTION {name}",
    "renamed": "ALTER FUNCTION {name} RENAME TO mine",
    "with the rights of its owner": "ALTER FUNCTION {name} SECURITY DEFINER",
    "silent": "ALTER FUNCTION {name} STRICT",
    "deceived by temporary tables": "ALTER FUNCTION {name} RESET ALL",
    "hidden by another": "CREATE FUNCTION {name}(wish text) RETURNS text "
    "LANGUAGE sql AS 'SELECT $1'",
    "another": """
        DO $do$ BEGIN
            EXECUTE replace(pg_get_functiondef('{name}'::regproc), 'BEGIN', 'BEGIN
                PERFORM 1;');
        END $do$
    """,
    "called with other names": """
        DO $do$ DECLARE
            mine text := pg_get_functiondef('{name}'::regproc);
        BEGIN
            DROP FUNCTION {name};
            EXECUTE regexp_replace(mine, 'moment ', 'a_moment ');
        END $do$
    """,
}


@on_postgresql
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_function_is_named(db, name, forgery):
    found = differences_after(FORGERIES[forgery].format(name=name))
    assert found == [f"The function {name} is not the code's"]


@on_postgresql
@pytest.mark.parametrize(("name", "table"), CONSTRAINTS)
def test_a_dropped_constraint_is_named(db, name, table):
    found = differences_after(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    assert found == [f"The database does not guard {name} of {table}"]


# What PostgreSQL would keep under the same name.
WEAKER = {
    ("wallet_usercoins", "total_coins_in_range"): "CHECK (total_coins >= -1)",
    ("wallet_cointransaction", "transaction_type_known"): "CHECK (amount > 0)",
    ("wallet_cointransaction", "one_movement_per_sequence"): "UNIQUE (sequence, id)",
    ("withdrawals_coinwithdrawal", "coins_amount_in_range"): (
        "CHECK (coins_amount >= 100 OR coins_amount <= 100000)"
    ),
    ("withdrawals_coinwithdrawal", "rupees_match_coins"): (
        "CHECK (coins_amount = rupees_amount * 100) NOT VALID"
    ),
    ("withdrawals_coinwithdrawal", "failed_has_reason"): (
        "CHECK (status <> 'failed' OR failure_reason IS NOT NULL OR true)"
    ),
}


@on_postgresql
@pytest.mark.parametrize(("table", "name"), WEAKER)
def test_a_weakened_constraint_is_named(db, table, name):
    found = differences_after(
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {WEAKER[table, name]}",
    )
    assert found == [f"The database does not guard {name} of {table}"]


@on_postgresql
def test_a_constraint_in_other_words_is_the_same(db):
    table, name = "wallet_usercoins", "total_coins_in_range"
    assert (
        differences_after(
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK "
            "((total_coins) >= 0 AND NOT total_coins > 1000000000000000)",
        )
        == []
    )


COLUMNS = {
    "utr": "DROP CONSTRAINT withdrawals_coinwithdrawal_utr_key",
    "reference": "DROP CONSTRAINT withdrawals_coinwithdrawal_reference_key",
    "upi_id": "ALTER COLUMN upi_id DROP NOT NULL",
    "user_id": "ALTER COLUMN user_id DROP NOT NULL",
}


@on_postgresql
@pytest.mark.parametrize("column", COLUMNS)
def test_a_rule_of_a_column_that_is_gone_is_named(db, column):
    table = "withdrawals_coinwithdrawal"
    found = differences_after(f"ALTER TABLE {table} {COLUMNS[column]}")
    assert found == [f"The database does not guard {column} of {table}"]


@on_postgresql
def test_a_relation_that_is_gone_is_named(db):
    table = "wallet_cointransaction"
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, table)
    [name] = [name for name, each in there.items() if each["foreign_key"]]
    found = differences_after(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    assert found == [f"The database does not guard user_coins_id of {table}"]


# What an editor of SQLite's own table of tables would write.
EDITS = [
    ("wallet_usercoins", "total_coins_in_range", '"total_coins" >= 0', "1"),
    ("wallet_cointransaction", "transaction_type_known", "'earned', ", ""),
    ("wallet_cointransaction", "reference", "varchar(200) NOT NULL UNIQUE", "text"),
    ("wallet_cointransaction", "user_coins_id", 'REFERENCES "wallet_usercoins"', ""),
    ("wallet_cointransaction", "one_movement_per_sequence", ', "sequence")', ")"),
    ("withdrawals_coinwithdrawal", "utr", "(35) NULL UNIQUE", "(35)"),
    ("withdrawals_coinwithdrawal", "upi_id", "(255) NOT NULL", "(255)"),
    ("withdrawals_coinwithdrawal", "coins_amount_in_range", '"coins_amount" <= ', ""),
    ("withdrawals_coinwithdrawal", "version", '"version" >= 0', "1"),
]


@on_sqlite
@pytest.mark.parametrize(("table", "name", "old", "new"), EDITS)
def test_an_edited_table_is_named(db, table, name, old, new):
    old, new = old.replace("'", "''"), new.replace("'", "''")
    found = differences_after(
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') "
        f"WHERE name = '{table}'",
        "PRAGMA writable_schema = OFF",
    )
    assert found == [f"The database does not guard {name} of {table}"]


@pytest.fixture
def _unasked(db):
    """What anybody may tell SQLite; the connection forgets it afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


COINS_IN = """UPDATE wallet_usercoins SET total_coins = total_coins + {coins},
    last_sequence = last_sequence + 1 WHERE user_id = 'alice'"""
EVENT = """INSERT INTO wallet_cointransaction SELECT 'new', sequence + 1, '{kind}',
    {coins}, balance_after + {coins}, 'x', 'credit:x', created_at, user_coins_id
    FROM wallet_cointransaction WHERE user_coins_id = 'alice'"""
NOBODYS = """INSERT INTO withdrawals_note (id, withdrawal_id, kind, actor_kind, actor,
    text, created_at) VALUES ('new', 'nobody', 'internal', 'staff', 'x', 'x', 0)"""
UNKNOWN = """INSERT INTO withdrawals_auditentry (id, created_at, actor_kind, actor, act,
    target, details, ip) VALUES ('new', 0, '', '', 'unknown', '', '{}', '')"""


@on_sqlite
@pytest.mark.usefixtures("_unasked")
@pytest.mark.parametrize(
    ("kind", "coins", "rule"),
    [
        ("present", 5, "transaction_type_known"),
        ("earned", 0, "transaction_amount_positive"),
        ("earned", 9 * 10**15, "balance_after_in_range"),
    ],
)
def test_a_movement_that_no_rule_was_asked_of_is_named(alice, kind, coins, rule):
    steps = (each.format(kind=kind, coins=coins) for each in (COINS_IN, EVENT))
    assert f"wallet_cointransaction: the row new breaks {rule}" in differences_after(
        *steps
    )


@on_sqlite
@pytest.mark.usefixtures("_unasked")
@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (NOBODYS, "withdrawals_note: the row new breaks withdrawal_id"),
        (UNKNOWN, "withdrawals_auditentry: the row new breaks audit_act_known"),
    ],
)
def test_a_row_that_no_rule_was_asked_of_is_named(sql, says):
    assert differences_after(sql) == [says]
