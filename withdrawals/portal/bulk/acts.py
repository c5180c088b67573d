"""The acts that can be done to many requests at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from withdrawals import claims, transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import Held, IllegalTransition, NotAllowed
from withdrawals.guard import legal_step, missing_right
from withdrawals.models import Claim, CoinWithdrawal
from withdrawals.notes import may_write
from withdrawals.portal.bulk.forms import FailForm, ReleaseForm, StartForm
from withdrawals.states import OPEN, TRANSITIONS, Status

MOST = 200  # requests in one run


def _check_move(name: str, actor: Actor, withdrawal: CoinWithdrawal) -> None:
    step = legal_step(withdrawal, name)
    if missing := missing_right(actor, step, withdrawal):
        raise NotAllowed(missing)


def _check_open(name: str, actor: Actor, withdrawal: CoinWithdrawal) -> None:
    if not withdrawal.is_open:
        raise IllegalTransition(withdrawal)


def _take(withdrawal_id: UUID, *, version: int, actor: Actor) -> None:
    """Whatever its version: taking changes nothing of the request."""
    claims.take(withdrawal_id, actor=actor)


@dataclass(frozen=True)
class Act:
    """`move` gets the request's id, the version that was seen, and the actor.

    What somebody else has taken is left to them: nobody acts on many of those unasked.
    """

    name: str
    title: str  # of the preview
    noun: str  # what the sum is of
    button: str
    confirm: str  # {} is "41 requests"
    done: str
    effect: str  # what happens to all of them
    form: type[StartForm]
    move: Callable[..., object]
    can: Callable[[str, Actor, CoinWithdrawal], None] = _check_move
    is_refund: bool = False

    @property
    def is_approval(self) -> bool:
        return self.name == "start"

    @property
    def is_payment(self) -> bool:
        return self.name == "complete"

    def check(
        self, actor: Actor, withdrawal: CoinWithdrawal, claim: Claim | None
    ) -> None:
        """Raise what the act would raise now: a Conflict, NotAllowed or Held."""
        self.can(self.name, actor, withdrawal)
        if claim and claim.holder != actor.name:
            raise Held(claim)

    def do(self, withdrawal_id: UUID, *, actor: Actor, **values: Any) -> None:
        claims.check_free(withdrawal_id, actor)
        self.move(withdrawal_id, actor=actor, **values)


ACTS = {
    act.name: act
    for act in (
        Act(
            "start",
            "Approve requests",
            "To be paid",
            "Approve…",
            "Approve {}",
            "approved",
            "They go to To pay under your name. No coins move.",
            StartForm,
            transitions.start,
        ),
        Act(
            "take",
            "Take requests",
            "To be looked at",
            "Take…",
            "Take {}",
            "taken",
            "Colleagues see for 15 minutes that you work on them. No status changes.",
            StartForm,
            _take,
            _check_open,
        ),
        Act(
            "release",
            "Release requests",
            "Back to review",
            "Release…",
            "Release {}",
            "released",
            "They go back to To review and the coins stay held. Only if no payment "
            "has left.",
            ReleaseForm,
            transitions.release,
        ),
        Act(
            "fail",
            "Fail and refund requests",
            "To be refunded",
            "Fail and refund…",
            "Fail and refund {}",
            "failed and refunded",
            "The coins go back to the users now. Only if no payment has left, or it "
            "came back. This cannot be undone.",
            FailForm,
            transitions.fail,
            is_refund=True,
        ),
    )
}
PAY = Act(
    "complete",
    "Enter payments",
    "To be marked as paid",
    "Mark as paid…",
    "Mark {} as paid",
    "marked as paid",
    "Each is completed with its transaction ID. Only a payment that the bank returns "
    "can be taken back.",
    StartForm,
    transitions.complete,
)


def act_named(name: str) -> Act:
    """Raises KeyError."""
    return (ACTS | {PAY.name: PAY})[name]


def is_for(actor: Actor, name: str) -> bool:
    """Whether the actor may do it to any request at all."""
    return name in _names(actor, Status.values)


def offered(actor: Actor, statuses: Iterable[str]) -> list[Act]:
    """What the actor could do to requests of these statuses."""
    names = _names(actor, statuses)
    return [act for act in ACTS.values() if act.name in names]


def _names(actor: Actor, statuses: Iterable[str]) -> set[str]:
    moves = {
        step.name
        for step in TRANSITIONS
        if step.source in statuses and step.right in actor.rights
    }
    takes = may_write(actor) and not OPEN.isdisjoint(statuses)
    return moves | {"take"} if takes else moves
