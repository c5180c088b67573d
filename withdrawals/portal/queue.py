"""The review queue: tabs by next action, filters, one page of requests."""

from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url

from project.http import UserHttpRequest
from withdrawals.portal import columns, counts, view_rules
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import Query, address, params_of
from withdrawals.portal.bulk.bar import Bar, bar, unchanged_by
from withdrawals.portal.chips import Chip, words_of
from withdrawals.portal.detail import context_of, opened
from withdrawals.portal.findings import Findings
from withdrawals.portal.sheet import Reader
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
        picks = unchanged_by(self.params.get("again", "")) if self.bar.acts else None
        reader = Reader(
            self.username,
            self.sees_upi_ids,
            # A request's page leads back here, and on.
            str(self.here.having("tab", self.tab.key)),
            self.open,
            frozenset(self.viewer.named_in),
            picks,
        )
        return Listing(self.page.rows, reader, self.columns)

    @cached_property
    def here(self) -> Query:
        """What the address says."""
        return Query.of(self.params.lists())

    @cached_property
    def view(self) -> Query:
        """The same without the place in it: tab, filters, sort, rows."""
        return self.here.without(*PLACE)

    @cached_property
    def older(self) -> str:
        after = self.page.after
        return self.view.having("after", str(after)).address if after else ""

    @cached_property
    def newer(self) -> str:
        before = self.page.before
        return self.view.having("before", str(before)).address if before else ""

    @cached_property
    def cleared(self) -> str:
        """The tab without any filter."""
        kept = ("tab", "sort", "rows", "columns")
        return self.here.without(*(self.here.written.keys() - kept)).address

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(words_of(name, value), self._without(name, value))
            for name, values in self.applied.items()
            for value in values
        ]

    def _without(self, name: str, value: str) -> str:
        rest = [each for each in self.applied[name] if each != value]
        return self.view.having(name, *rest).address

    @property
    def more_filters(self) -> int:
        """How many filters of the folded ones are set."""
        return len(set(self.applied) - {"q", "status"})

    @cached_property
    def views(self) -> ViewMenu:
        return ViewMenu(self.request.user, self.params, self.columns)

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
        response = render(request, "portal/_results_alone.html", context)
        return replace_url(response, state.here.address)
    response = render(request, "portal/_queue_and_head.html", context)
    url = state.here.address
    return response if url == address(here) else push_url(response, url)
