"""For migrations: functions of PostgreSQL's, which do in one journey to the database
what the code does in several. SQLite, which is no journey away, has none.

A function is never changed under the same name, or a server that is still running the
release before would call what it does not know: it gets the next number.
"""

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

# Each reads rows that an index finds: a table that is small, or that was when its plan
# was made, is never read through.

# The debit of wallet.ledger. The account's row is locked from its UPDATE to the end of
# the transaction: whoever calls this has done everything else before.
DEBIT = """
CREATE OR REPLACE FUNCTION wallet_debit_3(
    movement_id uuid, account_id text, coins bigint, movement_type text,
    movement_reason text, movement_reference text, moment timestamptz,
    OUT balance bigint
)
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    WITH moved AS (
        UPDATE wallet_usercoins
        SET total_coins = total_coins - coins, last_sequence = last_sequence + 1
        WHERE user_id = account_id AND total_coins >= coins
        RETURNING last_sequence, total_coins
    )
    INSERT INTO wallet_cointransaction (
        id, user_coins_id, sequence, transaction_type, amount, balance_after, reason,
        reference, created_at
    )
    SELECT movement_id, account_id, last_sequence, movement_type, coins, total_coins,
        movement_reason, movement_reference, moment
    FROM moved
    RETURNING balance_after INTO balance;
    IF NOT FOUND THEN
        RAISE 'the balance has just changed' USING ERRCODE = 'serialization_failure';
    END IF;
END $$
"""
# The credit of wallet.ledger to an account that is open, likewise.
CREDIT = """
CREATE OR REPLACE FUNCTION wallet_credit_2(
    movement_id uuid, account_id text, coins bigint, movement_type text,
    movement_reason text, movement_reference text, moment timestamptz, most bigint,
    OUT balance bigint
)
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    WITH moved AS (
        UPDATE wallet_usercoins
        SET total_coins = total_coins + coins, last_sequence = last_sequence + 1
        WHERE user_id = account_id AND total_coins <= most - coins
        RETURNING last_sequence, total_coins
    )
    INSERT INTO wallet_cointransaction (
        id, user_coins_id, sequence, transaction_type, amount, balance_after, reason,
        reference, created_at
    )
    SELECT movement_id, account_id, last_sequence, movement_type, coins, total_coins,
        movement_reason, movement_reference, moment
    FROM moved
    RETURNING balance_after INTO balance;
    IF NOT FOUND THEN
        RAISE 'the balance has just changed' USING ERRCODE = 'serialization_failure';
    END IF;
END $$
"""

FUNCTIONS = (DEBIT, CREDIT)


def name_of(function: str) -> str:
    return function.partition("FUNCTION ")[2].partition("(")[0]


def install(*functions: str) -> RunPython:
    """The migration's operation."""

    def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in _of(schema_editor, functions):
            schema_editor.execute(sql, params=None)

    def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for sql in _of(schema_editor, functions):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name_of(sql)}")

    return RunPython(create, drop)


def _of(
    schema_editor: BaseDatabaseSchemaEditor, functions: Sequence[str]
) -> Sequence[str]:
    return functions if schema_editor.connection.vendor == "postgresql" else ()
