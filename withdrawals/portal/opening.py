"""Which request is shown next, and what is sent to show it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from project.http import UserHttpRequest
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import address, is_queue, params_of, query_of
from withdrawals.portal.detail import context_of, dossier_or_404
from withdrawals.portal.queue import Queue

FIRST = "No request comes before this one here."
LAST = "No request comes after this one here."


@require_safe
@staff_page
def following(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """The button "Next": looked up when it is pressed; nobody is passed over."""
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    return _go(request, withdrawal, next_of(request, withdrawal), LAST)


@require_safe
@staff_page
def preceding(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """The button "Previous"."""
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    found = next_of(request, withdrawal, backwards=True)
    return _go(request, withdrawal, found, FIRST)


def next_of(
    request: UserHttpRequest, withdrawal: CoinWithdrawal, *, backwards: bool = False
) -> CoinWithdrawal | None:
    """Its neighbour in the view that the person works in, if there is one.

    The request itself may have left that view: its place in the order counts.
    """
    params = view_of(request)
    if params is None:
        return None
    return Queue(request, params).next_to(withdrawal, backwards=backwards)


def view_of(request: UserHttpRequest) -> QueryDict | None:
    """The queue beside the request, or the one that its page was opened from."""
    if is_queue(request.htmx.current_url):
        return params_of(request.htmx.current_url)
    return request.GET if "tab" in request.GET else None


def page_of(request: UserHttpRequest, withdrawal_id: UUID) -> str:
    """The request's own page, which leads back to the same view."""
    page = reverse("portal:request", args=[withdrawal_id])
    return page + query_of(request.GET)


def answer(
    request: UserHttpRequest, withdrawal_id: UUID, news: dict[str, Any]
) -> HttpResponse:
    """The request as it is now, where the person has it: in the pane or on its page."""
    known = dossier_or_404(request, withdrawal_id)
    context = context_of(request, known, news.get("refused")) | news
    if not request.htmx:
        context["section"] = "queue"
        return render(request, "portal/request.html", context)
    context["is_pane"] = is_queue(request.htmx.current_url)
    return render(request, "portal/_request.html", context)


def open_instead(
    request: UserHttpRequest, withdrawal_id: UUID, news: dict[str, Any]
) -> HttpResponse:
    """For htmx: another request in the same place, and the address that names it."""
    response = answer(request, withdrawal_id, news)
    if not is_queue(request.htmx.current_url):
        return push_url(response, page_of(request, withdrawal_id))
    here = params_of(request.htmx.current_url)
    here["open"] = str(withdrawal_id)
    return push_url(response, address(here))


def _go(
    request: UserHttpRequest,
    withdrawal: CoinWithdrawal,
    found: CoinWithdrawal | None,
    edge: str,
) -> HttpResponse:
    if request.htmx:
        news = {} if found else {"edge": edge}
        return open_instead(request, (found or withdrawal).id, news)
    if not found:
        messages.info(request, edge)
    return redirect(page_of(request, (found or withdrawal).id))
