"""Coins, the seals on their history, and what checks of it all found."""

from wallet.models.coins import (
    CREDITS,
    DEBITS,
    MAX_BALANCE,
    CoinTransaction,
    TransactionType,
    UserCoins,
    new_id,
)
from wallet.models.seals import LedgerSeal, SealedRow
from wallet.models.verifications import CheckState, LedgerCheck, LedgerVerification

__all__ = [
    "CREDITS",
    "DEBITS",
    "MAX_BALANCE",
    "CheckState",
    "CoinTransaction",
    "LedgerCheck",
    "LedgerSeal",
    "LedgerVerification",
    "SealedRow",
    "TransactionType",
    "UserCoins",
    "new_id",
]
