"""The way of a request, as its user sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wallet import clock
from withdrawals.estimates import estimate
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import ActorKind, Status


@dataclass(frozen=True)
class Step:
    title: str
    mark: str = "done"  # done, now, todo, bad or stopped
    at: datetime | None = None
    text: str = ""


def steps_of(withdrawal: CoinWithdrawal) -> list[Step]:
    """What has happened and what comes next; one query."""
    changes = withdrawal.status_changes.order_by("created_at", "id")
    requested = Step("Requested", at=withdrawal.created_at)
    happened = [_step(withdrawal, change) for change in _path(changes)]
    return [requested, *happened, *_ahead(withdrawal)]


def _path(changes: Iterable[StatusChange]) -> list[StatusChange]:
    """The changes that still count: a release puts the request back to the start."""
    path: list[StatusChange] = []
    for change in changes:
        path = [] if change.to_status == Status.PENDING else [*path, change]
    return path


def _step(withdrawal: CoinWithdrawal, change: StatusChange) -> Step:
    at, reason = change.created_at, withdrawal.failure_reason or ""
    match change.from_status, change.to_status:
        case _, Status.PROCESSING:
            return Step("Approved", at=at)
        case _, Status.COMPLETED:
            return Step("Paid", at=at, text=f"UTR {withdrawal.utr}")
        case _, Status.CANCELLED:
            by_you = change.actor_kind == ActorKind.USER
            return Step("Cancelled by you" if by_you else "Cancelled", "stopped", at)
        case Status.PENDING, _:
            return Step("Not approved", "bad", at, reason)
        case Status.COMPLETED, _:
            return Step("Sent back by the bank", "bad", at, reason)
        case _:
            return Step("Payment failed", "bad", at, reason)


def _ahead(withdrawal: CoinWithdrawal) -> list[Step]:
    to = f"To {withdrawal.upi_id}"
    if withdrawal.status == Status.PENDING:
        soon = Step("Approval", "now", text=_soon(withdrawal))
        return [soon, Step("Paid", "todo", text=to)]
    if withdrawal.status == Status.PROCESSING:
        words = [to, _soon(withdrawal)]
        return [Step("Payment on its way", "now", text=" · ".join(filter(None, words)))]
    return []


def _soon(withdrawal: CoinWithdrawal) -> str:
    """Nothing where too few payments tell."""
    found = estimate(withdrawal)
    if found is None:
        return ""
    if found.until < clock.now():
        return f"Usually paid within {found.words}. This one takes longer."
    return f"Usually paid within {found.words}"
