"""One exception for each rule of withdrawals, with the facts on it.

The faces turn them into words; whatever raised one has changed nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from withdrawals.models import Claim, CoinWithdrawal
    from withdrawals.states import Right


class WithdrawalError(Exception):
    """A rule of withdrawals was broken."""


class WithdrawalNotFound(WithdrawalError):
    """There is no such request, or it is not the actor's."""


class AmountOutOfRange(WithdrawalError):
    """The amount is not a whole number of coins from `least` to `most`."""

    def __init__(self, amount: object, least: int, most: int) -> None:
        super().__init__(f"{amount!r} is not a whole number from {least} to {most}")
        self.amount, self.least, self.most = amount, least, most


class InvalidUPIID(WithdrawalError):
    """The text is not of the form name@handle."""


class UnknownHandle(InvalidUPIID):
    """No bank is known for the handle; `suggestion` is the nearest known UPI ID."""

    def __init__(self, handle: str, suggestion: str | None) -> None:
        super().__init__(f"@{handle} is not a known handle")
        self.handle, self.suggestion = handle, suggestion


class InvalidText(WithdrawalError):
    """A reason, note or message is missing, too long or holds control characters."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class InvalidUTR(WithdrawalError):
    """A transaction ID is 6 to 35 letters and digits."""


class MisplacedUTR(InvalidUTR):
    """A test is completed by a transaction ID that begins so, and no payment is."""

    BEGINS = "TEST"

    def __init__(self, *, is_test: bool) -> None:
        super().__init__(self.BEGINS)
        self.is_test = is_test


class UTRAlreadyUsed(WithdrawalError):
    """The transaction ID already proves the payment of `other`."""

    def __init__(self, other: "CoinWithdrawal") -> None:
        super().__init__(f"used for {other.reference}")
        self.other = other


class NotAllowed(WithdrawalError):
    """The actor lacks `right`."""

    def __init__(self, right: "Right") -> None:
        super().__init__(f"may not {right.label}")
        self.right = right


class Conflict(WithdrawalError):
    """The request is no longer as the actor saw it; `withdrawal` is its state now."""

    def __init__(self, withdrawal: "CoinWithdrawal") -> None:
        super().__init__(f"{withdrawal.reference} is {withdrawal.status}")
        self.withdrawal = withdrawal


class IllegalTransition(Conflict):
    """The request's status does not allow this move."""


class Stale(Conflict):
    """Someone changed the request since the actor looked at it."""


class Held(WithdrawalError):
    """Somebody else has taken the request; `claim` says who, and until when."""

    def __init__(self, claim: "Claim") -> None:
        super().__init__(f"taken by {claim.holder}")
        self.claim = claim


class KeyReused(WithdrawalError):
    """The idempotency key came before with another body."""


class KeyInFlight(WithdrawalError):
    """What came first with the idempotency key is still being done."""
