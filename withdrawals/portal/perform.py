"""How a button's act is done, and what its person sees then."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
    NotAllowed,
    UTRAlreadyUsed,
    WithdrawalNotFound,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.address import is_queue, query_of
from withdrawals.portal.detail import Refused, context_of
from withdrawals.portal.forms import ActForm, VersionedForm

INVALID_UTR = "Enter 6 to 35 letters and digits, like 631245678901."


@dataclass(frozen=True)
class Act:
    """`do` gets what the form holds, and the actor; it returns what happened."""

    name: str
    form: type[ActForm]
    do: Callable[[dict[str, Any]], str]


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
    except InvalidUTR:
        form.add_error("utr", INVALID_UTR)
    except UTRAlreadyUsed as error:
        form.add_error("utr", _used_for(error.other))
    except InvalidText as error:
        form.add_error(error.field, f"This {error.problem}.")
    else:
        return _done(request, withdrawal_id, words)
    return _refuse(request, withdrawal_id, Refused(act.name, form))


def _done(request: UserHttpRequest, withdrawal_id: UUID, words: str) -> HttpResponse:
    if not request.htmx:
        messages.success(request, words)
        return redirect(_page_of(request, withdrawal_id))
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    response = answer(request, withdrawal, {"done": words})
    return trigger_client_event(response, "withdrawal-changed", {"words": words})


def _refuse(
    request: UserHttpRequest, withdrawal_id: UUID, refused: Refused
) -> HttpResponse:
    """The request as it is now, with what was typed and why it was not done."""
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    response = answer(request, withdrawal, {"refused": refused})
    response.status_code = (
        HTTPStatus.CONFLICT if refused.is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    if request.htmx and refused.is_conflict:
        trigger_client_event(response, "withdrawal-changed", {"words": ""})
    return response


def answer(
    request: UserHttpRequest, withdrawal: CoinWithdrawal, news: dict[str, Any]
) -> HttpResponse:
    context = context_of(request, withdrawal, news.get("refused")) | news
    if not request.htmx:
        context["section"] = "queue"
        return render(request, "portal/request.html", context)
    context["is_pane"] = is_queue(request.htmx.current_url)
    return render(request, "portal/_request.html", context)


def _page_of(request: UserHttpRequest, withdrawal_id: UUID) -> str:
    page = reverse("portal:request", args=[withdrawal_id])
    return page + query_of(request.GET)


def _used_for(other: CoinWithdrawal) -> SafeString:
    return format_html(
        'This transaction ID is the payment of <a href="{}">{}</a>.',
        reverse("portal:request", args=[other.id]),
        other.reference,
    )
