"""The keys, the tabs and the moves on one page, to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from withdrawals.portal import keys
from withdrawals.portal.access import staff_page


@require_safe
@staff_page
def cheat_sheet(request: UserHttpRequest) -> HttpResponse:
    """The same for everybody, also for who has turned the keys off."""
    return render(request, "portal/cheat_sheet.html", {"groups": keys.GROUPS})
