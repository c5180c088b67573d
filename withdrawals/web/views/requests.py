"""A user's requests: how far they are, cancelling one, and all of them."""

import logging
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from withdrawals import transitions
from withdrawals.exceptions import IllegalTransition
from withdrawals.hosted.models import Result
from withdrawals.limits.buckets import take
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.rates import Limit
from withdrawals.models import CoinWithdrawal
from withdrawals.states import MESSAGES, Status
from withdrawals.web.access import for_users, form_methods
from withdrawals.web.history import page_of
from withdrawals.web.steps import steps_of
from withdrawals.web.visitors import WebRequest, lead_to
from withdrawals.web.words import NOT_CANCELLED, Refused, too_many

logger = logging.getLogger(__name__)


@require_safe
@for_users
def status(request: WebRequest, withdrawal_id: UUID) -> HttpResponse:
    """How far the request is; also the confirmation of it."""
    return _status_page(request, _own(request, withdrawal_id))


@form_methods
@for_users
def cancel(request: WebRequest, withdrawal_id: UUID) -> HttpResponse:
    """Take a request back while nobody has approved it."""
    withdrawal = _own(request, withdrawal_id)
    if request.method != "POST":
        if withdrawal.status != Status.PENDING:
            return lead_to(request, "status", withdrawal_id)
        return render(request, "web/cancel.html", {"withdrawal": withdrawal})
    actor = request.visitor.actor
    try:
        take(Limit.USER, actor.name)
        transitions.cancel(withdrawal_id, actor=actor)
    except RateLimited as refusal:
        return _not_now(request, withdrawal, refusal.left.wait)
    except IllegalTransition as lost:
        if lost.withdrawal.status != Status.CANCELLED:
            why = NOT_CANCELLED[Status(lost.withdrawal.status)]
            return _status_page(request, lost.withdrawal, HTTPStatus.CONFLICT, why)
    else:
        request.visitor.did(Result.CANCELLED, withdrawal_id)
        logger.info("[CANCEL] %s cancelled %s", actor.name, withdrawal.reference)
    return lead_to(request, "status", withdrawal_id)


@require_safe
@for_users
def history(request: WebRequest) -> HttpResponse:
    """All requests of this user, the newest first."""
    before = request.GET.get("before", "")
    page, older = page_of(request.visitor.user_id, before)
    context = {"withdrawals": page, "before": before, "older": older}
    return render(request, "web/history.html", context)


def _own(request: WebRequest, withdrawal_id: UUID) -> CoinWithdrawal:
    own = CoinWithdrawal.objects.of_user(request.visitor.user_id)
    return get_object_or_404(own, id=withdrawal_id)


def _not_now(
    request: WebRequest, withdrawal: CoinWithdrawal, seconds: int
) -> HttpResponse:
    why = "Not cancelled yet", f"{too_many(seconds)}."
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = _status_page(request, withdrawal, status, why)
    response["Retry-After"] = str(seconds)
    return response


def _status_page(
    request: WebRequest,
    withdrawal: CoinWithdrawal,
    status: HTTPStatus = HTTPStatus.OK,
    not_cancelled: Refused | None = None,
) -> HttpResponse:
    written = withdrawal.admin_notes not in MESSAGES.values()
    context = {
        "withdrawal": withdrawal,
        "steps": steps_of(withdrawal),
        "message": withdrawal.admin_notes if written else "",
        "not_cancelled": not_cancelled,
    }
    return render(request, "web/status.html", context, status=status)
