"""Who shares a UPI ID, and which UPI IDs a user gave.

One index entry is read for each name found, however many requests lie between: SELECT
DISTINCT would read them all.
"""

from wallet.statements import read

_EACH = """
WITH RECURSIVE found (name) AS (
    SELECT MIN({wanted}) FROM withdrawals_coinwithdrawal WHERE {given} = %s AND {of}
    UNION ALL
    SELECT (
        SELECT MIN({wanted}) FROM withdrawals_coinwithdrawal
        WHERE {given} = %s AND {of} AND {wanted} > found.name
    ) FROM found WHERE found.name IS NOT NULL
)
SELECT name FROM found WHERE name IS NOT NULL LIMIT %s
"""


def users_of(upi_id: str, most: int) -> list[str]:
    """The users who asked for money to this UPI ID, at most so many; no test ones."""
    return _each("user_id", "upi_id", upi_id, most, "NOT is_test")


def upi_ids_of(user_id: str, most: int) -> list[str]:
    """The UPI IDs that this user asked for money to, at most so many."""
    return _each("upi_id", "user_id", user_id, most)


def _each(
    wanted: str, given: str, value: str, most: int, of: str = "1 = 1"
) -> list[str]:
    sql = _EACH.format(wanted=wanted, given=given, of=of)
    return [name for (name,) in read(sql, [value, value, most])]
