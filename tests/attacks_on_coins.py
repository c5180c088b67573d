"""What nobody may do to movements, in SQL, with what test_attacks fills in.

`{balance}` and `{sequence}` are of alice's account; `{pending}` and the like are the
id of her request in that status, in quotes, and `{pending_name}` without.
"""

_COLUMNS = (
    "(id, user_coins_id, sequence, transaction_type, amount, balance_after, reason, "
    "reference, created_at)"
)
_COPY = (
    f"INSERT INTO wallet_cointransaction {_COLUMNS} "
    "SELECT {fresh}, user_coins_id, sequence + 1, "
    "transaction_type, amount, balance_after + amount, reason, 'credit:copy', "
    "created_at FROM wallet_cointransaction WHERE reference = 'credit:spare'"
)


def movement(values: str, verb: str = "INSERT INTO") -> str:
    """A movement of alice's; `values` from the sequence to the reference."""
    number, kind, amount, after, reference = values.split(", ")
    return (
        f"{verb} wallet_cointransaction {_COLUMNS} VALUES ({{fresh}}, 'alice', "
        f"{number}, '{kind}', {amount}, {after}, 'x', '{reference}', {{now}})"
    )


def posted(coins: str, kind: str, reference: str) -> str:
    """Coins moved in and out as the ledger does it, balance and movement together."""
    return (
        f"UPDATE wallet_usercoins SET total_coins = total_coins + ({coins}), "
        "last_sequence = last_sequence + 1 WHERE user_id = 'alice'; "
        + movement(
            f"{{sequence}} + 1, {kind}, abs({coins}), {{balance}} + ({coins}), "
            + reference
        )
    )


ATTACKS = {
    f"change a movement's {column}": "UPDATE wallet_cointransaction "
    f"SET {column} = {to}"
    for column, to in {
        "amount": "amount + 1",
        "balance_after": "balance_after + 1",
        "sequence": "sequence + 100",
        "transaction_type": "'earned'",
        "user_coins_id": "'bob'",
        "reference": "reference || '.'",
        "reason": "'another'",
        "created_at": "{now}",
        "id": "{fresh} WHERE reference = 'credit:spare'",
    }.items()
} | {
    "change a movement from another": "UPDATE wallet_cointransaction SET amount = "
    "other.amount FROM wallet_cointransaction other",
    "delete movements": "DELETE FROM wallet_cointransaction",
    "delete the latest movement": "DELETE FROM wallet_cointransaction "
    "WHERE user_coins_id = 'alice' AND sequence = {sequence}",
    "delete by a query": "WITH latest AS (SELECT id "
    "FROM wallet_cointransaction LIMIT 1) DELETE FROM wallet_cointransaction "
    "WHERE id IN (SELECT id FROM latest)",
    "upsert a movement": movement("1, earned, 5, 5, credit:spare")
    + " ON CONFLICT (reference) DO UPDATE SET amount = 9999",
    "movement of nothing": posted("0", "earned", "credit:x"),
    "movement of less than nothing": movement(
        "{sequence} + 1, earned, -5, {balance} - 5, credit:x"
    ),
    "movement of too much": movement("{sequence} + 1, earned, 9e15, 9e15, credit:x"),
    "movement of an unknown type": posted("5", "gift", "credit:x"),
    "movement of no type": posted("5", "", "credit:x"),
    "movement below zero": posted("-{balance} - 1", "adjustment_debit", "debit:x"),
    "same event again": posted("5", "earned", "credit:spare"),
    "same number again": movement("{sequence}, earned, 5, {balance}, credit:x"),
    "number zero": movement("0, earned, 5, 5, credit:x"),
    "number left out": movement("{sequence} + 2, earned, 5, {balance} + 5, credit:x"),
    "wrong balance after": movement(
        "{sequence} + 1, earned, 5, {balance} + 6, credit:x"
    ),
    "movement without its balance": movement(
        "{sequence} + 1, earned, 5, {balance} + 5, credit:x"
    ),
    "copied movement": _COPY,
    "movement of nobody": "INSERT INTO wallet_cointransaction "
    f"{_COLUMNS} VALUES ({{fresh}}, 'nobody', 1, 'earned', 5, 5, 'x', 'c:x', {{now}})",
    "movement of no account": "INSERT INTO wallet_cointransaction "
    f"{_COLUMNS} VALUES ({{fresh}}, NULL, 1, 'earned', 5, 5, 'x', 'c:x', {{now}})",
    "good and bad movements": posted("5", "earned", "credit:good")
    + "; "
    + movement("{sequence} + 2, earned, 5, {balance} + 99, credit:bad"),
    "second debit": posted("-500", "withdrawal", "withdrawal:{pending_name}"),
    "second debit in capitals": posted(
        "-500", "withdrawal", "withdrawal:{PENDING_NAME}"
    ),
    "debit for no request": posted("-500", "withdrawal", "withdrawal:{nobody_name}"),
    "debit for nothing": posted("-500", "withdrawal", "withdrawal:"),
    "debit under another name": posted("-500", "withdrawal", "credit:x"),
    "earning under a debit's name": posted("5", "earned", "withdrawal:{nobody_name}"),
    "second refund": posted("500", "refund", "refund:{failed_name}"),
    "second refund in capitals": posted("500", "refund", "refund:{FAILED_NAME}"),
    "refund of a paid request": posted("500", "refund", "refund:{completed_name}"),
    "refund of an open request": posted("500", "refund", "refund:{processing_name}"),
    "refund of a pending request": posted("500", "refund", "refund:{pending_name}"),
    "refund of another amount": posted("499", "refund", "refund:{completed_name}"),
    "refund without a debit": posted("500", "refund", "refund:{nobody_name}"),
    "refund of another user's": posted("500", "refund", "refund:{bobs_name}"),
    "refund under another name": posted("500", "refund", "credit:x"),
    "earning under a refund's name": posted("5", "earned", "refund:{nobody_name}"),
}

SQLITE = {
    "half a coin": posted("0.5", "earned", "credit:x"),
    "words for coins": movement("{sequence} + 1, earned, 'many', 5, credit:x"),
    "replace a movement": "REPLACE INTO wallet_cointransaction "
    "SELECT id, sequence, transaction_type, amount, balance_after, 'other', "
    "'credit:other', created_at, user_coins_id FROM wallet_cointransaction "
    "WHERE reference = 'credit:spare'",
    "replace by its number": "INSERT OR REPLACE INTO wallet_cointransaction "
    f"{_COLUMNS} SELECT {{fresh}}, user_coins_id, sequence, transaction_type, amount, "
    "balance_after, 'other', 'credit:other', created_at FROM wallet_cointransaction "
    "WHERE reference = 'credit:spare'",
    "replace by its row": "INSERT OR REPLACE INTO wallet_cointransaction (rowid, "
    f"{_COLUMNS[1:]} SELECT rowid, {{fresh}}, 'carol', 1, 'earned', 5, 5, 'x', "
    "'credit:x', created_at FROM wallet_cointransaction LIMIT 1",
    "ignore a refusal": movement(
        "{sequence} + 1, earned, 5, 6, credit:x", "INSERT OR IGNORE INTO"
    ),
    "hide the movements": "CREATE TEMP TABLE wallet_usercoins AS SELECT 'alice' "
    "AS user_id, 9e9 AS total_coins, 99 AS last_sequence; "
    + movement("{sequence} + 1, earned, 5, {balance} + 5, credit:x").replace(
        "wallet_coin", "main.wallet_coin"
    ),
}

_GUARD = "wallet_cointransaction_insert_for_coins"

POSTGRESQL = {
    "truncate movements": "TRUNCATE wallet_cointransaction",
    "truncate accounts": "TRUNCATE wallet_usercoins CASCADE",
    "silence a trigger": "ALTER TABLE wallet_cointransaction DISABLE TRIGGER ALL",
    "drop a trigger": f"DROP TRIGGER {_GUARD} ON wallet_cointransaction",
    "drop a function": f"DROP FUNCTION {_GUARD} CASCADE",
    "replace a function": f"CREATE OR REPLACE FUNCTION {_GUARD}() RETURNS "
    "trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW;END'",
    "drop a constraint": "ALTER TABLE wallet_usercoins "
    "DROP CONSTRAINT total_coins_in_range",
    "play a replica": "SET LOCAL session_replication_role = replica",
    "merge a balance": "MERGE INTO wallet_usercoins USING (SELECT 'alice' AS name) who "
    "ON user_id = name WHEN MATCHED THEN UPDATE SET total_coins = 9000",
    "merge movements away": "MERGE INTO wallet_cointransaction USING (SELECT 1) one "
    "ON true WHEN MATCHED THEN DELETE",
    "delete in a query": "WITH gone AS (DELETE FROM wallet_cointransaction "
    "RETURNING 1) SELECT * FROM gone",
    "hide the accounts": "CREATE TEMP TABLE wallet_usercoins AS SELECT "
    "CAST('alice' AS varchar) AS user_id, {balance} + 5 AS total_coins, "
    "{sequence} + 1 AS last_sequence; "
    + movement("{sequence} + 1, earned, 5, {balance} + 5, credit:x").replace(
        "wallet_coin", "public.wallet_coin"
    ),
}

FOUND_ON_SQLITE: dict[str, str] = {}
