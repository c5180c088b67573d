"""One exception for each rule of the ledger, with the facts on it."""

from collections.abc import Sequence


class LedgerError(Exception):
    """A movement was refused; nothing was written."""


class InvalidUserId(LedgerError):
    """A user id is 1 to 500 printable characters without spaces at its ends."""


class InvalidAmount(LedgerError):
    """A movement is a whole number of coins, `least` to `largest`."""

    least = 1

    def __init__(self, amount: object, largest: int) -> None:
        super().__init__(f"{amount!r} is not a whole number from 1 to {largest}")
        self.amount = amount
        self.largest = largest


class WrongDirection(LedgerError):
    """The transaction type does not move coins in this direction."""

    def __init__(self, transaction_type: str) -> None:
        super().__init__(transaction_type)
        self.transaction_type = transaction_type


class InsufficientCoins(LedgerError):
    """The balance does not cover the debit (both in coins)."""

    def __init__(self, available: int, asked: int) -> None:
        super().__init__(f"{asked} coins asked, {available} available")
        self.available = available
        self.asked = asked


class InvalidCreditText(LedgerError):
    """The reason or reference of a credit is 1 to `most` plain characters."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(f"{field} must have 1 to {most} plain characters")
        self.field, self.most = field, most


class BalanceTooLarge(LedgerError):
    """The credit would lift the balance above what an account may hold."""


class OtherKind(LedgerError):
    """The account is a test account where a live one was meant, or a live one."""

    def __init__(self, user_id: str, *, is_test: bool) -> None:
        super().__init__(user_id)
        self.user_id, self.is_test = user_id, is_test

    @property
    def kind(self) -> str:
        """What the account is."""
        return "test" if self.is_test else "live"


class AlreadyPosted(LedgerError):
    """This business event has been posted before."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


class BatchRefused(LedgerError):
    """Nothing of a batch was posted; `refusals` has an error or None for each."""

    def __init__(self, refusals: Sequence[LedgerError | None]) -> None:
        super().__init__(f"{sum(map(bool, refusals))} of {len(refusals)} refused")
        self.refusals = refusals
