"""Whether the wallet's checks would find anything at all, by one pass.

Each account's movements, in their order, must lead from nothing to its balance: the
balance after one is the balance before the next. The balance is then their sum, too.
The checks name what is wrong; while nothing is, nobody needs their eight passes.
"""

from wallet.models import DEBITS
from wallet.verification import OnePass, literals

# In the order of the unique index on (account, sequence): nothing is sorted. Numbers
# from 1 to their count have no gap, since that index lets none come twice.
ONE_PASS = OnePass(
    "Every movement goes on from the one before, to the balance",
    """
    SELECT COALESCE(account.user_id, moved.user_coins_id)
    FROM wallet_usercoins account
    FULL JOIN (
        SELECT user_coins_id, COUNT(*) AS number, MIN(sequence) AS first,
            MAX(sequence) AS latest, MIN(amount) AS least,
            array_agg(balance_after ORDER BY sequence) AS after,
            array_agg(balance_after + CASE WHEN transaction_type IN ({debits})
                THEN amount ELSE -amount END ORDER BY sequence) AS before
        FROM wallet_cointransaction GROUP BY user_coins_id
    ) moved ON moved.user_coins_id = account.user_id
    WHERE account.user_id IS NULL OR account.total_coins < 0
        OR account.last_sequence <> COALESCE(moved.number, 0)
        OR account.total_coins <> COALESCE(moved.after[moved.number], 0)
        OR moved.first <> 1 OR moved.latest <> moved.number OR moved.least <= 0
        OR moved.before[1] <> 0
        OR moved.before[2:] <> moved.after[:moved.number - 1]
    """,
    {"debits": literals(DEBITS)},
)
