"""Whether the wallet's checks would find anything at all, by one pass.

Each account's movements, in their order, must lead from nothing to its balance: the
balance after one is the balance before the next. The balance is then their sum, too.
The checks name what is wrong; while nothing is, nobody needs their eight passes.
"""

from wallet.models import DEBITS
from wallet.passes import OnePass
from wallet.verification import literals

# In the order of the unique index on (account, sequence): nothing is sorted. Positive
# numbers, the last of which is their count, have no gap, since that index lets none
# come twice. Balances are put together as bytes, which compare faster than arrays.
ONE_PASS = OnePass(
    "Every movement goes on from the one before, to the balance",
    (
        """
        SELECT COALESCE(account.user_id, moved.user_coins_id)
        FROM wallet_usercoins account
        FULL JOIN (
            SELECT user_coins_id, COUNT(*) AS number, MAX(sequence) AS latest,
                MIN(LEAST(sequence, amount)) AS least,
                string_agg(int8send(balance_after), '' ORDER BY sequence) AS after,
                string_agg(int8send(balance_after
                    + CASE WHEN transaction_type IN ({debits})
                    THEN amount ELSE -amount END), '' ORDER BY sequence) AS before
            FROM wallet_cointransaction GROUP BY user_coins_id
        ) moved ON moved.user_coins_id = account.user_id
        WHERE account.user_id IS NULL OR account.total_coins < 0
            OR account.last_sequence <> COALESCE(moved.number, 0)
            OR moved.latest <> moved.number OR moved.least <= 0
            OR COALESCE(moved.before, '') || int8send(account.total_coins)
                <> int8send(0) || COALESCE(moved.after, '')
        """,
    ),
    {"debits": literals(DEBITS)},
)
