"""The review queue: tabs by next action, filters, one page of requests."""

from copy import copy
from functools import cached_property

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from project.http import UserHttpRequest
from withdrawals.portal import columns, counts, view_rules
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import address, around, params_of, query_of, shown
from withdrawals.portal.bulk.bar import Bar, bar, unchanged_by
from withdrawals.portal.cells import Reader
from withdrawals.portal.chips import Chip, words_of
from withdrawals.portal.detail import context_of, opened
from withdrawals.portal.findings import Findings
from withdrawals.portal.sorting import Heading, headings
from withdrawals.portal.tables import Listing
from withdrawals.portal.tabs import TABS, Tab
from withdrawals.portal.view_menu import ViewMenu

PLACE = ("after", "before", "open", "again")  # in a view; not part of it


class Queue(Findings):
    """What an address of the queue shows."""

    @cached_property
    def bar(self) -> Bar:
        """Below tests none: nothing is done to many of them at once."""
        rows = [] if self.tab.is_test else self.page.rows
        return bar(self.actor, rows, self.numbers[""], self.number)

    @property
    def tabs(self) -> tuple[tuple[str, str, str, bool], ...]:
        """Key, name, count or "", and whether it is this one."""
        return tuple(
            (key, tab.label, self._counted(tab), tab is self.tab)
            for key, tab in TABS.items()
            if tab.shown_empty or tab is self.tab or self.numbers.get(key)
        )

    def _counted(self, tab: Tab) -> str:
        return counts.words_of(self.numbers[tab.key]) if tab.counted else ""

    @cached_property
    def listing(self) -> Listing:
        rows, here = self.page.rows, self.params.copy()
        here["tab"] = self.tab.key  # a request's page leads back here, and on
        named = frozenset(self.viewer.named_in)
        picks = unchanged_by(self.params.get("again", "")) if self.bar.acts else None
        who = self.username, self.sees_upi_ids
        reader = Reader(*who, query_of(here), self.open, named, picks)
        return Listing(rows, reader, self.columns)

    @cached_property
    def url(self) -> str:
        return address(self.params)

    @cached_property
    def query(self) -> str:
        return query_of(self.params)

    @property
    def view(self) -> QueryDict:
        """The address without the place in it: tab, filters, sort, rows."""
        view = copy(self.params)
        for name in PLACE:
            view.pop(name, None)
        return view

    def url_with(self, **changes: str | int | None) -> str:
        """The same view with some of its values changed, on its first page."""
        params = self.view
        for name, value in changes.items():
            params[name] = "" if value is None else str(value)
        return address(params)

    @cached_property
    def older(self) -> str:
        return self.url_with(after=str(self.page.after)) if self.page.after else ""

    @cached_property
    def newer(self) -> str:
        return self.url_with(before=str(self.page.before)) if self.page.before else ""

    def around(self, name: str) -> tuple[str, str]:
        """The same view's address, before and after a value of `name`."""
        lists = [each for each in self.view.lists() if each[0] != name]
        return around(lists, name)

    @cached_property
    def cleared(self) -> str:
        """The tab without any filter."""
        return address(shown(self.params, keep=("tab", "sort", "rows", "columns")))

    @cached_property
    def chips(self) -> list[Chip]:
        found = []
        for name, values in self.applied.items():
            for value in values:
                params = self.view
                params.setlist(name, [each for each in values if each != value])
                found.append(Chip(words_of(name, value), address(params)))
        return found

    @property
    def more_filters(self) -> int:
        """How many filters of the folded ones are set."""
        return len(set(self.applied) - {"q", "status"})

    @property
    def export_query(self) -> str:
        return query_of(self.view).removeprefix("?")

    @cached_property
    def views(self) -> ViewMenu:
        return ViewMenu(self.request.user, self.view, self.columns)

    @property
    def is_wide(self) -> bool:
        """Whether its columns may need more room than the list has."""
        return not set(self.columns) <= set(columns.USUAL)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return headings(self.listing, self.order)

    @cached_property
    def open(self) -> str:
        """The id of the request that is open beside the list."""
        return self.params.get("open", "")


@require_safe
@staff_page
def queue(request: UserHttpRequest) -> HttpResponse:
    """The page; or, for htmx, the list alone, with what is open left open."""
    if request.htmx.target in ("queue", "results"):
        return _partial(request)
    if not request.GET and (default := view_rules.default_of(request.user)):
        return redirect(default.url)
    state = Queue(request, request.GET)
    context = {"queue": state, "section": "queue"}
    if known := opened(request, state.open):
        context |= context_of(request, known) | {"is_pane": True}
    return render(request, "portal/queue.html", context)


def _partial(request: UserHttpRequest) -> HttpResponse:
    here = params_of(request.htmx.current_url)
    # After an act the list asks for itself: then the address knows what it shows now.
    params = here.copy() if request.htmx.trigger == "queue" else request.GET.copy()
    params["open"] = here.get("open", "")
    state = Queue(request, params)
    context = {"queue": state}
    if request.htmx.target == "results":
        response = render(request, "portal/_results.html", context)
        return replace_url(response, state.url)
    response = render(request, "portal/_queue_and_head.html", context)
    return response if state.url == address(here) else push_url(response, state.url)
