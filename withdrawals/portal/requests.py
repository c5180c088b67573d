"""One request: beside the list, or on a page of its own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from withdrawals.portal.access import staff_page
from withdrawals.portal.detail import context_of, dossier_or_404
from withdrawals.portal.opening import open_instead


@require_safe
@staff_page
def detail(request: UserHttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """The page; or, for htmx, the pane, with the queue's address naming it."""
    if request.htmx.target in ("pane", "request"):
        return open_instead(request, withdrawal_id, {})
    known = dossier_or_404(request, withdrawal_id)
    context = context_of(request, known) | {"section": "queue"}
    return render(request, "portal/request.html", context)
