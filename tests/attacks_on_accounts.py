"""What nobody may do to accounts, in SQL, as attacks_on_coins."""

_COLUMNS = "(user_id, total_coins, last_sequence, created_at)"
_OPEN = f"INSERT INTO wallet_usercoins {_COLUMNS} VALUES "

ATTACKS = {
    "raise a balance": "UPDATE wallet_usercoins SET total_coins = total_coins + 1",
    "lower a balance": "UPDATE wallet_usercoins SET total_coins = 0 "
    "WHERE user_id = 'alice'",
    "balance below zero": "UPDATE wallet_usercoins SET total_coins = -1, "
    "last_sequence = last_sequence + 1",
    "balance out of range": "UPDATE wallet_usercoins "
    "SET total_coins = 2000000000000000, last_sequence = last_sequence + 1",
    "balance of another": "UPDATE wallet_usercoins SET total_coins = other.total_coins "
    "FROM wallet_usercoins other WHERE other.user_id = 'bob' "
    "AND wallet_usercoins.user_id = 'alice'",
    "balance by a query": "WITH bob AS (SELECT total_coins FROM wallet_usercoins "
    "WHERE user_id = 'bob') UPDATE wallet_usercoins "
    "SET total_coins = (SELECT total_coins FROM bob) WHERE user_id = 'alice'",
    "some balances": "UPDATE wallet_usercoins SET total_coins = total_coins + "
    "CASE user_id WHEN 'alice' THEN 1 ELSE 0 END",
    "number without a movement": "UPDATE wallet_usercoins "
    "SET last_sequence = last_sequence + 1 WHERE user_id = 'alice'",
    "balance without a movement": "UPDATE wallet_usercoins SET total_coins = 9000, "
    "last_sequence = last_sequence + 1 WHERE user_id = 'alice'",
    "number back": "UPDATE wallet_usercoins SET last_sequence = last_sequence - 1",
    "upsert a balance": _OPEN
    + "('alice', 9000, {sequence}, {now}) ON CONFLICT (user_id) DO UPDATE "
    "SET total_coins = excluded.total_coins",
    "open a full account": _OPEN + "('eve', 9000, 0, {now})",
    "open a numbered account": _OPEN + "('eve', 0, 7, {now})",
    "open an account of nobody": _OPEN + "('', 0, 0, {now})",
    "open an account twice": _OPEN + "('bob', 0, 0, {now})",
    "rename an account": "UPDATE wallet_usercoins SET user_id = 'eve' "
    "WHERE user_id = 'alice'",
    "date an account": "UPDATE wallet_usercoins SET created_at = {now}",
    "make an account a test one": "UPDATE wallet_usercoins SET is_test = NOT is_test",
    "delete an account": "DELETE FROM wallet_usercoins WHERE user_id = 'alice'",
    "delete an empty account": "DELETE FROM wallet_usercoins WHERE user_id = 'carol'",
}

SQLITE = {
    "replace an account": _OPEN.replace("INSERT", "REPLACE") + "('alice', 0, 0, {now})",
    "replace an account by its row": "REPLACE INTO wallet_usercoins (rowid, user_id, "
    "total_coins, last_sequence, created_at) SELECT rowid, 'eve', 0, 0, created_at "
    "FROM wallet_usercoins WHERE user_id = 'carol'",
    "replace an account by renumbering": "UPDATE OR REPLACE wallet_usercoins "
    "SET rowid = (SELECT rowid FROM wallet_usercoins WHERE user_id = 'carol') "
    "WHERE user_id = 'bob'",
}

POSTGRESQL: dict[str, str] = {}

# SQLite cannot wait for the commit: verify_ledger names what it could not refuse.
FOUND_ON_SQLITE = {
    "number without a movement": "alice: last number",
    "balance without a movement": "alice: balance 9,000",
}
