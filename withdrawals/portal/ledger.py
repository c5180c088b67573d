"""The ledger as auditors see it: what the last check of it all found."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from project.http import UserHttpRequest
from wallet import checking
from wallet.models import LedgerCheck, LedgerVerification
from withdrawals.amounts import to_rupees
from withdrawals.portal.access import staff_page

VERIFY = "wallet.verify_ledger"
RUNNING = "check-running"
PLACES = {
    "outstanding": ("With users", "in their balances"),
    "held": ("Held", "in open requests"),
    "paid": ("Paid", "in paid requests"),
    "refunded": ("Refunded", "back with users"),
}


@require_safe
@staff_page
def ledger(request: UserHttpRequest) -> HttpResponse:
    """The latest check as it was stored: nothing is added up for this page."""
    _let_in(request)
    check = checking.latest()
    if request.htmx.target == RUNNING:
        return _progress(request, check)
    verifications = LedgerVerification.objects.select_related("full_check")
    latest = verifications.order_by("-id").first()
    context: dict[str, Any] = {"section": "ledger", "latest": latest, "check": check}
    if (
        check
        and check.has_failed
        and not (latest and latest.finished_at > check.asked_at)
    ):
        context["failed"] = check
    if latest:
        context["stats"] = [
            (title, where, latest.coins[name], to_rupees(latest.coins[name]))
            for name, (title, where) in PLACES.items()
        ]
        context["heads"] = [
            head
            | {
                "title": head["stream"].replace("_", " ").capitalize(),
                "oldest": parse_datetime(head.get("since") or ""),
            }
            for head in latest.heads
        ]
        context["more"] = latest.difference_count - len(latest.differences)
    return render(request, "portal/ledger.html", context)


@require_POST
@staff_page
def check_ledger(request: UserHttpRequest) -> HttpResponse:
    """Let everything be checked beside this server; once at a time."""
    _let_in(request)
    checking.ask(request.user.get_username())
    return redirect("portal:ledger")


def _progress(request: UserHttpRequest, check: LedgerCheck | None) -> HttpResponse:
    """The line that the page asks for while a check runs, then the whole page."""
    if check and check.is_running:
        return render(request, "portal/_check_running.html", {"check": check})
    return HttpResponseClientRefresh()


def _let_in(request: UserHttpRequest) -> None:
    if not request.user.has_perm(VERIFY):
        raise PermissionDenied
