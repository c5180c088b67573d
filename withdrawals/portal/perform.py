"""How a button's act is done, and what its person sees then."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_htmx.http import trigger_client_event

from project.http import UserHttpRequest
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.exceptions import (
    Conflict,
    Held,
    InvalidText,
    InvalidUTR,
    KeyReused,
    MisplacedUTR,
    NotAllowed,
    UTRAlreadyUsed,
    WithdrawalNotFound,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import staff_settings
from withdrawals.portal.detail import Refused
from withdrawals.portal.forms import ActForm, VersionedForm
from withdrawals.portal.opening import answer, next_of, open_instead, page_of
from withdrawals.states import TRANSITIONS

SENT_BEFORE = "This form was sent with other words. Press again to add these too."
INVALID_UTR = "Enter 6 to 35 letters and digits, like 631245678901."
MISPLACED_UTR = {
    True: "No money is due for a test: begin with TEST, as in TEST0001.",
    False: "A transaction ID that begins with TEST is of a test, not of a payment.",
}


@dataclass(frozen=True)
class Act:
    """`do` gets what the form holds, and the actor; it returns what happened."""

    name: str
    form: type[ActForm]
    do: Callable[[dict[str, Any]], str]
    is_seen: bool = False  # the request itself shows it, with no line of news

    @property
    def moves(self) -> bool:
        """Whether the request has another status then."""
        return any(step.name == self.name for step in TRANSITIONS)


def perform(request: UserHttpRequest, withdrawal_id: UUID, act: Act) -> HttpResponse:
    """Do it, or say why not: 422 what to mend, 409 that someone was faster.

    409 also asks once more where somebody else has taken the request.
    """
    form = act.form(request.POST)
    if not form.is_valid():
        return _refuse(request, withdrawal_id, Refused(act.name, form))
    actor = Actor.staff(request.user)
    try:
        if isinstance(form, VersionedForm):
            claims.check_free(withdrawal_id, actor, request.POST.get("over", ""))
        words = act.do(form.values | {"actor": actor})
    except Held as error:
        refused = Refused(act.name, form, is_conflict=True, held=error.claim)
        return _refuse(request, withdrawal_id, refused)
    except Conflict:
        refused = Refused(act.name, form, is_conflict=True)
        return _refuse(request, withdrawal_id, refused)
    except WithdrawalNotFound as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except MisplacedUTR as error:
        form.add_error("utr", MISPLACED_UTR[error.is_test])
    except InvalidUTR:
        form.add_error("utr", INVALID_UTR)
    except UTRAlreadyUsed as error:
        form.add_error("utr", _used_for(error.other))
    except InvalidText as error:
        form.add_error(error.field, f"This {error.problem}.")
    except KeyReused:
        form.add_error("note", SENT_BEFORE)
    else:
        return _done(request, withdrawal_id, act, words)
    return _refuse(request, withdrawal_id, Refused(act.name, form))


def _done(
    request: UserHttpRequest, withdrawal_id: UUID, act: Act, words: str
) -> HttpResponse:
    """What happened, and after a move the next request of the same view."""
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    goes_on = act.moves and staff_settings.of(request.user).open_next
    following = next_of(request, withdrawal) if goes_on else None
    if following is None:
        return _stay(request, withdrawal_id, act, words)
    told = f"{withdrawal.reference}: {words}"
    if not request.htmx:
        page = page_of(request, withdrawal_id)
        line = '<a href="{}">{}</a>: {}'
        messages.success(request, format_html(line, page, withdrawal.reference, words))
        return redirect(page_of(request, following.id))
    news = {"done": words, "previous": withdrawal}
    return _tell(open_instead(request, following.id, news), told)


def _stay(
    request: UserHttpRequest, withdrawal_id: UUID, act: Act, words: str
) -> HttpResponse:
    line = "" if act.is_seen else words
    if not request.htmx:
        if line:
            messages.success(request, line)
        return redirect(page_of(request, withdrawal_id))
    return _tell(answer(request, withdrawal_id, {"done": line}), words)


def _tell(response: HttpResponse, words: str) -> HttpResponse:
    """Read out, and the list comes anew: when the address is that of what is shown."""
    event = ("withdrawal-changed", {"words": words})
    return trigger_client_event(response, *event, after="settle")


def _refuse(
    request: UserHttpRequest, withdrawal_id: UUID, refused: Refused
) -> HttpResponse:
    """The request as it is now, with what was typed and why it was not done."""
    response = answer(request, withdrawal_id, {"refused": refused})
    response.status_code = (
        HTTPStatus.CONFLICT if refused.is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    if request.htmx and refused.is_conflict:
        trigger_client_event(response, "withdrawal-changed", {"words": ""})
    return response


def _used_for(other: CoinWithdrawal) -> SafeString:
    return format_html(
        'This transaction ID is the payment of <a href="{}">{}</a>.',
        reverse("portal:request", args=[other.id]),
        other.reference,
    )
