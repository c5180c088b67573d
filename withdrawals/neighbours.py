"""Who shares a UPI ID, and which UPI IDs a user gave.

One index entry is read for each name found, however many requests lie between: SELECT
DISTINCT would read them all.
"""

from wallet.journeys import Asked, ByHand

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


_USERS = ByHand(_EACH.format(wanted="user_id", given="upi_id", of="NOT is_test"))
_UPI_IDS = ByHand(_EACH.format(wanted="upi_id", given="user_id", of="1 = 1"))


def asked_users_of(upi_id: str, most: int) -> Asked:
    """The users who asked for money to this UPI ID, at most so many; no test ones."""
    return _USERS, upi_id, upi_id, most


def users_of(upi_id: str, most: int) -> list[str]:
    return [name for (name,) in _USERS.rows(upi_id, upi_id, most)]


def upi_ids_of(user_id: str, most: int) -> list[str]:
    """The UPI IDs that this user asked for money to, at most so many."""
    return [name for (name,) in _UPI_IDS.rows(user_id, user_id, most)]
