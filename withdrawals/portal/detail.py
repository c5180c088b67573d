"""What stands on a request's pane and page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.forms import Form
from django.http import Http404

from project.http import UserHttpRequest
from withdrawals import guard, notes, sight
from withdrawals.actors import Actor
from withdrawals.canned import OF_FAILURE, Kind
from withdrawals.models import Claim, CoinWithdrawal, Note
from withdrawals.portal import dossier
from withdrawals.portal.address import address, query_of
from withdrawals.portal.dossier import Dossier
from withdrawals.portal.forms import OTHER
from withdrawals.portal.timeline import timeline
from withdrawals.portal.upi_link import Payment
from withdrawals.states import Right, Status
from withdrawals.texts import parse_id

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
    request: UserHttpRequest, known: Dossier, refused: Refused | None = None
) -> dict[str, Any]:
    """The context of portal/_request.html."""
    actor, withdrawal = Actor.staff(request.user), known.withdrawal
    steps = guard.steps_from(withdrawal)
    may_write = notes.may_write(actor)
    why_failed = OF_FAILURE.get(Status(withdrawal.status), "")
    happened = timeline(known.changes, known.notes, actor.name)
    sees = sight.sees_upi_ids(request.user)
    return {
        "withdrawal": withdrawal,
        "upi_id": sight.as_seen_by(request.user, withdrawal.upi_id),
        "sees_upi_ids": sees,
        "may_reveal": not sees and Right.REVEAL_UPI in actor.rights,
        "balance": known.around.balance,
        "handle": known.around.handle,
        "may": {step.name for step in steps if guard.may(actor, step, withdrawal)},
        "claim": known.claim if withdrawal.is_open else None,
        "may_write": may_write,
        "missing": _missing(withdrawal, actor),
        "reasons": (*known.texts.get(why_failed, ()), OTHER),
        "release_reasons": (*known.texts[Kind.RELEASE], OTHER),
        "return_reasons": (*known.texts[Kind.RETURN], OTHER),
        "messages_to_insert": known.texts[Kind.MESSAGE] if may_write else [],
        "payment": Payment(withdrawal) if sees else None,
        "mention": known.mention,
        "evidence": known.around.facts,
        "timeline": happened,
        "notes": [each for each in known.notes if each.kind == Note.Kind.INTERNAL],
        "earlier": known.around.earlier,
        "refused": refused,
        "faster": happened[0] if refused else None,  # who came first
        "note_token": uuid4(),
        "in_view": "tab" in request.GET,
        "query": query_of(request.GET),
        "back": address(request.GET),
        "closed": _closed(request),
        "me": actor.name,
    }


def opened(request: UserHttpRequest, withdrawal_id: str) -> Dossier | None:
    """Of the request that an address names as open, if there is one."""
    try:
        return dossier.of(parse_id(withdrawal_id), request.user.get_username())
    except ValueError:
        return None


def dossier_or_404(request: UserHttpRequest, withdrawal_id: UUID) -> Dossier:
    """Of the request that a page is about."""
    known = dossier.of(withdrawal_id, request.user.get_username())
    if known is None:
        raise Http404
    return known


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


def _closed(request: UserHttpRequest) -> str:
    """The list without what is open beside it, for who has no script."""
    params = request.GET.copy()
    params.pop("open", None)
    return address(params)
