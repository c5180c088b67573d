"""Why a request was not changed, in words that go on from its reference."""

from withdrawals.exceptions import (
    Conflict,
    Held,
    IllegalTransition,
    MisplacedUTR,
    NotAllowed,
    UTRAlreadyUsed,
    WithdrawalError,
    WithdrawalNotFound,
)
from withdrawals.guard import steps_from
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Right, Status

_NOW = {
    Status.PENDING: "not approved yet",
    Status.PROCESSING: "already processing by {}",
    Status.COMPLETED: "already paid",
    Status.FAILED: "already failed",
    Status.CANCELLED: "cancelled by the user",
}


def words(error: WithdrawalError, act: str) -> str:
    """What the rule that `act` broke says to the person."""
    match error:
        case Conflict():
            return _conflict(error, act)
        case Held():
            return f"taken by {error.claim.holder}"
        case NotAllowed(right=Right.RELEASE_ANY):
            return "only its reviewer or an admin can release it"
        case NotAllowed():
            return f"you may not {error.right.label}"
        case UTRAlreadyUsed():
            return f"the transaction ID is the payment of {error.other.reference}"
        case MisplacedUTR():
            return "a transaction ID that begins with TEST is of a test"
        case WithdrawalNotFound():
            return "there is no such request"
    return str(error)


def _conflict(error: Conflict, act: str) -> str:
    now = error.withdrawal
    is_legal = any(step.name == act for step in steps_from(now))
    if is_legal and not isinstance(error, IllegalTransition):
        return "changed since you looked at it"
    return state(now)


def state(withdrawal: CoinWithdrawal) -> str:
    """The status as a reason: "already processing by rita"."""
    return _NOW[Status(withdrawal.status)].format(withdrawal.started_by)
