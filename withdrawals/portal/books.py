"""The sums over the whole ledger, as its last check found them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from wallet.models import LedgerVerification
from withdrawals.amounts import to_rupees


@dataclass(frozen=True)
class Books:
    """Coins as the last check of the whole ledger found them, all at one moment."""

    at: datetime
    outstanding: int  # in the users' balances
    held: int  # taken from balances, neither paid nor given back
    requested: int  # in open requests
    differences: int

    @property
    def gap(self) -> int:
        """Coins by which the two differ, whichever is more; 0 is right."""
        return abs(self.held - self.requested)

    @property
    def is_wrong(self) -> bool:
        return bool(self.gap or self.differences)

    @property
    def outstanding_rupees(self) -> Decimal:
        return to_rupees(self.outstanding)

    @property
    def held_rupees(self) -> Decimal:
        return to_rupees(self.held)

    @property
    def requested_rupees(self) -> Decimal:
        return to_rupees(self.requested)

    @property
    def gap_rupees(self) -> Decimal:
        return to_rupees(self.gap)


def last_checked() -> Books | None:
    """None before the first check (a check of an older version lacks a sum)."""
    checks = LedgerVerification.objects.filter(coins__has_key="withdrawn")
    last = checks.order_by("-id").first()
    if last is None:
        return None
    coins = last.coins
    held = coins["withdrawn"] - coins["refunded"] - coins["paid"]
    return Books(
        last.started_at,
        coins["outstanding"],
        held,
        coins["held"],
        last.difference_count,
    )
