"""What must hold for every account and its movements."""

from django.db.models import Count, Q, QuerySet, Sum

from wallet.models import DEBITS, CoinTransaction, TransactionType, UserCoins
from wallet.one_pass import ONE_PASS
from wallet.verification import Check, Figures, literals

__all__ = ["CHECKS", "ONE_PASS", "figures"]


def figures() -> Figures:
    """Of live accounts the coins: those of all, less those of the few test ones."""
    accounts = UserCoins.objects.aggregate(
        number=Count("pk"), live=Sum("total_coins", filter=Q(is_test=False))
    )
    moved = _moved(CoinTransaction.objects.all())
    tests = _moved(CoinTransaction.objects.filter(user_coins__is_test=True))
    counts = {
        "accounts": accounts["number"],
        "movements": sum(number for number, _ in moved.values()),
    }
    kinds = {
        "withdrawn": TransactionType.WITHDRAWAL,
        "refunded": TransactionType.REFUND,
    }
    coins = {
        name: moved.get(kind, _NONE)[1] - tests.get(kind, _NONE)[1]
        for name, kind in kinds.items()
    }
    return Figures(counts, {"outstanding": accounts["live"] or 0} | coins)


_NONE = (0, 0)


def _moved(movements: QuerySet[CoinTransaction]) -> dict[str, tuple[int, int]]:
    """How many movements there are of each type, and of how many coins."""
    rows = movements.values_list("transaction_type").annotate(
        Count("pk"), Sum("amount")
    )
    return {kind: (number, int(coins)) for kind, number, coins in rows.order_by()}


_DEBITS = {"debits": literals(DEBITS)}

CHECKS = (
    Check(
        "A balance is the sum of its movements",
        "{user_id}: balance {balance}, movements add up to {total}",
        """
        SELECT account.user_id, account.total_coins AS balance, moved.total
        FROM wallet_usercoins account
        LEFT JOIN (
            SELECT user_coins_id, CAST(SUM(
                CASE WHEN transaction_type IN ({debits}) THEN -amount ELSE amount END
            ) AS bigint) AS total
            FROM wallet_cointransaction GROUP BY user_coins_id
        ) moved ON moved.user_coins_id = account.user_id
        WHERE account.total_coins <> COALESCE(moved.total, 0)
        """,
        _DEBITS,
    ),
    Check(
        "A balance is what the latest movement left",
        "{user_id}: balance {balance}, the latest movement left {balance_after}",
        """
        SELECT account.user_id, account.total_coins AS balance, latest.balance_after
        FROM wallet_usercoins account
        JOIN (
            SELECT user_coins_id, balance_after, ROW_NUMBER() OVER (
                PARTITION BY user_coins_id ORDER BY sequence DESC
            ) AS age
            FROM wallet_cointransaction
        ) latest ON latest.user_coins_id = account.user_id AND latest.age = 1
        WHERE account.total_coins <> latest.balance_after
        """,
    ),
    Check(
        "Each movement goes on from the one before",
        "{user_id}: movement {reference} left {balance_after}, it should be {expected}",
        """
        SELECT * FROM (
            SELECT user_coins_id AS user_id, reference, balance_after,
                COALESCE(LAG(balance_after) OVER (
                    PARTITION BY user_coins_id ORDER BY sequence
                ), 0) +
                CASE WHEN transaction_type IN ({debits}) THEN -amount ELSE amount END
                AS expected
            FROM wallet_cointransaction
        ) running
        WHERE balance_after <> expected
        """,
        _DEBITS,
    ),
    Check(
        "Movements are numbered without a gap",
        "{user_id}: movement {reference} has number {sequence}, "
        "it should be {expected}",
        """
        SELECT * FROM (
            SELECT user_coins_id AS user_id, reference, sequence, ROW_NUMBER() OVER (
                PARTITION BY user_coins_id ORDER BY sequence
            ) AS expected
            FROM wallet_cointransaction
        ) numbered
        WHERE sequence <> expected
        """,
    ),
    Check(
        "An account knows the number of its latest movement",
        "{user_id}: last number {last_sequence}, the latest movement has {latest}",
        """
        SELECT account.user_id, account.last_sequence, moved.latest
        FROM wallet_usercoins account
        LEFT JOIN (
            SELECT user_coins_id, MAX(sequence) AS latest
            FROM wallet_cointransaction GROUP BY user_coins_id
        ) moved ON moved.user_coins_id = account.user_id
        WHERE account.last_sequence <> COALESCE(moved.latest, 0)
        """,
    ),
    Check(
        "A movement moves at least one coin",
        "{user_id}: movement {reference} moves {amount} coins",
        """
        SELECT user_coins_id AS user_id, reference, amount
        FROM wallet_cointransaction WHERE amount <= 0
        """,
    ),
    Check(
        "A movement belongs to an account",
        "{user_id}: movement {reference} has no account",
        """
        SELECT movement.user_coins_id AS user_id, movement.reference
        FROM wallet_cointransaction movement
        LEFT JOIN wallet_usercoins account ON account.user_id = movement.user_coins_id
        WHERE account.user_id IS NULL
        """,
    ),
    Check(
        "No balance is below zero",
        "{user_id}: balance {balance} is below zero",
        """
        SELECT user_id, total_coins AS balance
        FROM wallet_usercoins WHERE total_coins < 0
        """,
    ),
)
