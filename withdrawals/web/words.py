"""What the users read: the domain's rules and states in their words."""

from project.amounts import coins
from wallet.exceptions import InsufficientCoins
from withdrawals.exceptions import AmountOutOfRange, InvalidUPIID, UnknownHandle
from withdrawals.models import UPIHandle
from withdrawals.states import Status

WHOLE_NUMBER = "Enter a whole number of coins, like 500"
UPI_ID_FORM = "Enter a UPI ID like name@okhdfcbank"
OUT_OF_DATE = "This page was out of date. Check your answers and continue"

STATUS = {
    Status.PENDING: "Waiting",
    Status.PROCESSING: "Approved",
    Status.COMPLETED: "Paid",
    Status.FAILED: "Failed",
    Status.CANCELLED: "Cancelled",
}

Refused = tuple[str, str]  # a title, and what it means

# Why a request was not cancelled.
NOT_CANCELLED: dict[Status, Refused] = {
    Status.PROCESSING: (
        "Already being paid",
        "It was approved before you cancelled, so the money is on its way.",
    ),
    Status.COMPLETED: ("Already paid", "The money was sent before you cancelled."),
    Status.FAILED: ("Already closed", "It had failed before you cancelled."),
}

Refusal = AmountOutOfRange | InsufficientCoins | InvalidUPIID


def why(refusal: Refusal) -> str:
    """What is wrong with an answer, and what would be right."""
    match refusal:
        case AmountOutOfRange(amount=int(asked)) if asked > refusal.most:
            return f"Enter a number of coins, {coins(refusal.most)} or fewer"
        case AmountOutOfRange():
            return f"Enter a number of coins, {coins(refusal.least)} or more"
        case InsufficientCoins():
            most = coins(refusal.available)
            return f"You have {most} coins. Ask for {most} or fewer."
        case UnknownHandle(handle=handle, suggestion=str(suggestion)):
            return f"We do not know “{handle}”. Did you mean {suggestion}?"
        case UnknownHandle(handle=handle):
            return f"We do not know “{handle}”. {UPI_ID_FORM}"
        case _:
            return UPI_ID_FORM


def too_many(seconds: int) -> str:
    wait = "a second" if seconds == 1 else f"{seconds} seconds"
    return f"That was a lot in a short time. Try again in {wait}"


def bank_of(handle: UPIHandle) -> str:
    """ "Google Pay · HDFC Bank": the app and the bank, without finance's remarks."""
    names = [name.partition(" (")[0] for name in (handle.app, handle.provider)]
    return " · ".join(name for name in names if name not in ("", "legacy"))
