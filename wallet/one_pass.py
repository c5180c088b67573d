"""Whether the wallet's checks would find anything at all, by one pass.

A movement leads from a number and a balance to the next number and the balance after
it. When an account's movements begin where it was opened (number 0, no coins) and end
where it is, and each goes on where another one ended, then they are one chain without
a gap: numbers only rise, so nothing can go in a circle. The balance is then their sum,
too. The checks name what is wrong; while nothing is, nobody needs their eight passes.
"""

from wallet.models import DEBITS
from wallet.passes import EXACT, OnePass, point
from wallet.verification import literals

ONE_PASS = OnePass(
    "Every movement goes on from the one before, to the balance",
    (
        """
        SELECT 1 FROM (
            SELECT SUM(step) AS rest, bool_and(is_sound) AS are_sound FROM (
                SELECT {opened} - {is_now} AS step,
                    LEAST(last_sequence, total_coins) >= 0
                    AND GREATEST(last_sequence, total_coins) < {exact} AS is_sound
                FROM wallet_usercoins
                UNION ALL
                SELECT {after} - {before},
                    LEAST(sequence, amount) > 0 AND balance_after >= 0
                    AND GREATEST(sequence, balance_after) < {exact}
                FROM wallet_cointransaction
            ) steps
        ) chains
        WHERE rest <> 0 OR NOT are_sound
        """,
    ),
    {
        "opened": point(["user_id"], ["0", "0"]),
        "is_now": point(["user_id"], ["last_sequence", "total_coins"]),
        "after": point(["user_coins_id"], ["sequence", "balance_after"]),
        "before": point(
            ["user_coins_id"],
            [
                "sequence - 1",
                f"balance_after + CASE WHEN transaction_type IN ({literals(DEBITS)}) "
                "THEN amount ELSE -amount END",
            ],
        ),
        "exact": str(EXACT),
    },
)
