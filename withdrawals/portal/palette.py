"""The palette: one field that leads to a page, a tab, a saved view or a request."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from project.parts import page_url
from withdrawals.models import CoinWithdrawal
from withdrawals.models.request_sets import is_named
from withdrawals.portal import columns, places
from withdrawals.portal.access import staff_page
from withdrawals.portal.filters import WithdrawalFilterSet
from withdrawals.portal.lists import list_at
from withdrawals.portal.tabs import TABS
from withdrawals.portal.view_menu import Link, ViewMenu

LIST = "palette-list"


class Entry(NamedTuple):
    label: str
    url: str
    note: str = ""


@require_safe
@staff_page
def palette(request: UserHttpRequest) -> HttpResponse:
    """For htmx all that it offers; otherwise on to what was typed into it."""
    if request.htmx.target == LIST:
        context = {"groups": groups(request.user)}
        return render(request, "portal/_palette_groups.html", context)
    return redirect(_found(request))


def groups(user: User) -> tuple[tuple[str, list[Entry]], ...]:
    """The tabs, the views and the pages that this person may open."""
    views = ViewMenu(user, QueryDict(), columns.USUAL).shown
    pages = places.open_to(user, (*places.BAR, *places.INNER, *places.MENU))
    return (
        ("Queue", [Entry(tab.label, list_at(tab.key)) for tab in TABS.values()]),
        ("Saved views", [_entry(each) for each in (*views.mine, *views.shared)]),
        ("Pages", [Entry(each.label, each.url) for each in pages]),
    )


def _entry(view: Link) -> Entry:
    note = "default" if view.is_default else "shared" if view.is_shared else ""
    return Entry(view.name, view.url, view.owner or note)


def _found(request: UserHttpRequest) -> str:
    """The page of the request that was named, or the queue's search among all."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return page_url("portal:queue")
    if named := _named(request):
        tab = "test" if named.is_test else "all"
        return f"{page_url('portal:request', str(named.id))}?tab={tab}"
    return list_at("all", q=typed)


def _named(request: UserHttpRequest) -> CoinWithdrawal | None:
    """The one request of this reference or transaction ID, if what was typed is one."""
    form = WithdrawalFilterSet(request.GET, CoinWithdrawal.objects.none()).form
    if not form.is_valid():
        return None  # the queue says what is wrong
    found = CoinWithdrawal.objects.filter(is_named(form.cleaned_data["q"]))[:2]
    return found[0] if len(found) == 1 else None
