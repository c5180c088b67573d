"""What stands on a request's pane and page."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.forms import Form

from project.http import UserHttpRequest
from wallet import ledger
from withdrawals import canned, claims, guard, mentions, notes, sight
from withdrawals.actors import Actor
from withdrawals.models import Claim, CoinWithdrawal, Note, UPIHandle
from withdrawals.portal import evidence
from withdrawals.portal.address import address, query_of
from withdrawals.portal.forms import OTHER
from withdrawals.portal.timeline import timeline
from withdrawals.portal.upi_link import Payment
from withdrawals.states import Right, Status
from withdrawals.texts import parse_id

EARLIER = 5

# Who could do what this person may not.
_MISSING = {
    (Status.PENDING, Right.REVIEW): "Approving and rejecting are for reviewers.",
    (Status.PROCESSING, Right.REVIEW): "Releasing is for reviewers.",
    (Status.PROCESSING, Right.PAY): "Paying and failing are for payers.",
    (Status.PROCESSING, Right.RELEASE_ANY): "{} or an admin can release it.",
    (Status.COMPLETED, Right.PAY): "Taking a payment back is for payers.",
}

_BUTTONS = {
    "start": "Approve",
    "release": "Release",
    "complete": "Mark as paid",
    "fail": "Refund",
    "reverse": "Refund",
    "message": "Save the message",
}


@dataclass(frozen=True)
class Refused:
    """An act that was not done: which, what was typed for it, and why not."""

    act: str
    form: Form
    is_conflict: bool = False
    held: Claim | None = None  # what asks the person once more

    @property
    def sent(self) -> list[tuple[str, str]]:
        """All that the form held, to be sent once more."""
        return [(name, self.form.data.get(name, "")) for name in self.form.fields]

    @property
    def words(self) -> str:
        """ "Approve": what the button does."""
        return _BUTTONS[self.act]

    @property
    def typed(self) -> list[str]:
        """What would be lost otherwise, for the person to copy."""
        names = [name for name in self.form.fields if name not in ("version", "token")]
        values = [self.form.data.get(name, "") for name in names]
        return [value for value in values if value.strip()]


def context_of(
    request: UserHttpRequest, withdrawal: CoinWithdrawal, refused: Refused | None = None
) -> dict[str, Any]:
    """The context of portal/_request.html."""
    actor = Actor.staff(request.user)
    steps = guard.steps_from(withdrawal)
    happened = timeline(withdrawal, actor.name)
    sees = sight.sees_upi_ids(request.user)
    internal = withdrawal.notes.filter(kind=Note.Kind.INTERNAL)
    return {
        "withdrawal": withdrawal,
        "upi_id": sight.as_seen_by(request.user, withdrawal.upi_id),
        "sees_upi_ids": sees,
        "may_reveal": not sees and Right.REVEAL_UPI in actor.rights,
        "balance": ledger.balance(withdrawal.user_id),
        "handle": UPIHandle.objects.filter(
            handle=withdrawal.upi_id.partition("@")[2]
        ).first(),
        "may": {step.name for step in steps if guard.may(actor, step, withdrawal)},
        "claim": claims.of(withdrawal.id) if withdrawal.is_open else None,
        "may_write": notes.may_write(actor),
        "missing": _missing(withdrawal, actor),
        "reasons": [*canned.reasons(withdrawal.status), OTHER],
        "messages_to_insert": canned.messages() if notes.may_write(actor) else [],
        "payment": Payment(withdrawal) if sees else None,
        "mention": mentions.latest(withdrawal, actor.name),
        "evidence": evidence.facts(withdrawal) if withdrawal.is_open else [],
        "timeline": happened,
        "notes": internal.order_by("created_at", "id"),
        "earlier": _earlier(withdrawal),
        "refused": refused,
        "faster": happened[0] if refused else None,  # who came first
        "note_token": uuid4(),
        "in_view": "tab" in request.GET,
        "query": query_of(request.GET),
        "back": address(request.GET),
        "closed": _closed(request),
        "me": actor.name,
    }


def opened(withdrawal_id: str) -> CoinWithdrawal | None:
    """The request that an address names as open, if there is one."""
    try:
        return CoinWithdrawal.objects.filter(id=parse_id(withdrawal_id)).first()
    except ValueError:
        return None


def _missing(withdrawal: CoinWithdrawal, actor: Actor) -> list[str]:
    """One sentence for each right that a move from here would need."""
    rights = {
        guard.missing_right(actor, step, withdrawal)
        for step in guard.steps_from(withdrawal)
        if step.right != Right.REQUEST
    }
    return [
        sentence.format(withdrawal.started_by)
        for (status, right), sentence in _MISSING.items()
        if status == withdrawal.status and right in rights
    ]


def _earlier(withdrawal: CoinWithdrawal) -> list[CoinWithdrawal]:
    others = CoinWithdrawal.objects.of_user(withdrawal.user_id)
    return list(others.exclude(id=withdrawal.id).newest_first()[:EARLIER])


def _closed(request: UserHttpRequest) -> str:
    """The list without what is open beside it, for who has no script."""
    params = request.GET.copy()
    params.pop("open", None)
    return address(params)
