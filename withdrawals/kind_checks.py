"""What must hold between live and test: no test coin is money, no money a test.

Each looks at what is test alone, by its indexes: there is little of it.
"""

from django.db import connection

from wallet.crediting import TEST_PREFIX
from wallet.verification import Check
from withdrawals.exceptions import MisplacedUTR

_TEST = MisplacedUTR.BEGINS

# By the index of references: SQLite's LIKE takes none.
_BEGINS = {"postgresql": "LIKE '{}%'", "sqlite": "GLOB '{}*'"}[connection.vendor]

CHECKS = (
    Check(
        "An account is live or test as its first coins were",
        "{user_id}: the account is {kind}, its movement {reference} is not",
        """
        SELECT account.user_id, movement.reference, 'test' AS kind
        FROM wallet_usercoins account
        JOIN wallet_cointransaction movement
            ON movement.user_coins_id = account.user_id AND movement.sequence = 1
        WHERE account.is_test AND movement.reference NOT {begins}
        UNION ALL
        SELECT account.user_id, movement.reference, 'live'
        FROM wallet_cointransaction movement
        JOIN wallet_usercoins account ON account.user_id = movement.user_coins_id
        WHERE movement.reference {begins} AND NOT account.is_test
        """,
        {"begins": _BEGINS.format(TEST_PREFIX)},
    ),
    Check(
        "A request is live or test as its account is",
        "{reference}: the request and the account of {user_id} are not of one kind",
        """
        SELECT request.reference, request.user_id
        FROM withdrawals_coinwithdrawal request
        JOIN wallet_usercoins account ON account.user_id = request.user_id
        WHERE request.is_test AND NOT account.is_test
        UNION ALL
        SELECT request.reference, request.user_id
        FROM wallet_usercoins account
        JOIN withdrawals_coinwithdrawal request ON request.user_id = account.user_id
        WHERE account.is_test AND NOT request.is_test
        """,
    ),
    Check(
        f"The transaction ID of a test, and of no payment, begins with {_TEST}",
        "{reference}: the request is {kind}, its transaction ID (UTR) is {utr}",
        """
        SELECT reference, utr, 'test' AS kind FROM withdrawals_coinwithdrawal
        WHERE is_test AND utr NOT {begins}
        UNION ALL
        SELECT reference, utr, 'live' FROM withdrawals_coinwithdrawal
        WHERE utr {begins} AND NOT is_test
        """,
        {"begins": _BEGINS.format(_TEST)},
    ),
)
