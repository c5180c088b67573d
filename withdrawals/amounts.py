"""Coins and rupees: whole coins in, exact rupees out, never a float."""

from decimal import Decimal

from withdrawals.exceptions import AmountOutOfRange

MIN_COINS, MAX_COINS = 100, 100_000  # a request, in coins
COINS_PER_RUPEE = 10  # 1 coin is 10 paise


def to_rupees(coins: int) -> Decimal:
    """Coins to rupees with two places: 1 coin is 10 paise."""
    return (Decimal(coins) / COINS_PER_RUPEE).quantize(Decimal("0.01"))


def check_amount(coins: int) -> int:
    """Return `coins`; raise AmountOutOfRange unless a request may ask for them."""
    if type(coins) is not int or not MIN_COINS <= coins <= MAX_COINS:
        raise AmountOutOfRange(coins, MIN_COINS, MAX_COINS)
    return coins
