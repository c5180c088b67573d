"""One request: beside the list, or on a page of its own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from project.http import UserHttpRequest
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import address, params_of
from withdrawals.portal.detail import context_of


@require_safe
@staff_page
def detail(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """The page; or, for htmx, the pane, with the queue's address naming it."""
    withdrawal = get_object_or_404(CoinWithdrawal, id=withdrawal_id)
    context = context_of(request, withdrawal)
    if request.htmx.target != "pane":
        context["section"] = "queue"
        return render(request, "portal/request.html", context)
    here = params_of(request.htmx.current_url)
    here["open"] = str(withdrawal.id)
    response = render(request, "portal/_request.html", context | {"is_pane": True})
    return push_url(response, address(here))
