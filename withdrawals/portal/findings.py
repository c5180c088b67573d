"""What the queue finds: one page of it, its neighbours, and how many there are."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from django.db.models import Q
from django.http import QueryDict

from project.http import UserHttpRequest
from wallet.statements import SQL
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import (
    columns,
    counts,
    desk,
    keyset,
    staff_settings,
    tab_pages,
    tabs,
)
from withdrawals.portal.filters import WithdrawalFilterSet, applied
from withdrawals.portal.listed import Listed, with_payers
from withdrawals.portal.models import SIZES
from withdrawals.portal.sorting import SORTS
from withdrawals.portal.tabs import TABS
from withdrawals.sight import sees_upi_ids


class Findings:
    """What an address with these `params` finds for who asks."""

    def __init__(self, request: UserHttpRequest, params: QueryDict) -> None:
        self.request, self.params = request, params
        self.actor = Actor.staff(request.user)
        self.username = self.actor.name
        self.settings = staff_settings.of(request.user)
        named = columns.named(params.get("columns", ""))
        self.columns = named or columns.known(self.settings.columns)
        self.sees_upi_ids = sees_upi_ids(request.user)
        self.tab = TABS.get(params.get("tab", ""), tabs.DEFAULT)
        self.viewer = tabs.Viewer(self.username)
        self.viewer.named_in = desk.named_in(request.user)
        self.viewer.taken = desk.taken_by(request.user)
        self.applied = applied(params)
        self.order = SORTS.get(params.get("sort", ""), self.tab.order)
        rows = params.get("rows", "")
        self.size = int(rows) if rows in map(str, SIZES) else self.settings.rows

    @cached_property
    def filters(self) -> WithdrawalFilterSet:
        """Made only where something is filtered by: it takes longer than a query."""
        rows = self.tab.of(self.viewer)
        return WithdrawalFilterSet(self.params, rows, request=self.request)

    @property
    def is_understood(self) -> bool:
        return not self.applied or self.filters.is_valid()

    @property
    def errors(self) -> list[str]:
        """What is not understood."""
        return [errors[0] for errors in self.filters.form.errors.values()]

    @cached_property
    def found(self) -> tabs.Rows:
        """The requests that match; none while a filter is not understood."""
        return self.filters.found() if self.applied else self.tab.of(self.viewer)

    @property
    def apart(self) -> Sequence[Q]:
        """The parts that an index holds in order: one for each of several statuses."""
        return _parts(tuple(self.applied.get("status", self.tab.statuses)))

    @cached_property
    def page(self) -> keyset.Page[Listed]:
        after, before = self.params.get("after", ""), self.params.get("before", "")
        how = self.order, self.size, self.apart
        read = self._filtered if self.applied else self._reader
        return keyset.page(read, *how, after=after, before=before)

    def _filtered(self, step: keyset.Step) -> list[Listed]:
        has_payers = columns.have_payers(self.columns)
        rows = with_payers(self.found) if has_payers else self.found
        return [Listed.of(row) for row in step.of(rows)]

    @cached_property
    def _reader(self) -> tab_pages.Reader:
        figures = counts.columns_of(self._counted_lists)
        has_payers = columns.have_payers(self.columns)
        return tab_pages.Reader(self.tab, self.viewer, figures, has_payers=has_payers)

    def next_to(
        self, withdrawal: CoinWithdrawal, *, backwards: bool = False
    ) -> CoinWithdrawal | None:
        """Its neighbour here, whether it is here itself or not any more."""
        return keyset.neighbour(
            self.found, self.order, withdrawal, backwards=backwards, apart=self.apart
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many match (""), and how many each counted tab holds, if it is shown."""
        lists = self._counted_lists
        if not self.applied and self.page.rows:  # which were read with them
            numbers = dict(zip(lists, self._reader.figures, strict=True))
        else:
            numbers = counts.all_capped(lists)
        return {"": numbers[self.tab.key]} | numbers if not self.applied else numbers

    @cached_property
    def _counted_lists(self) -> dict[str, SQL]:
        has_tabs = self.request.htmx.target != "results"
        lists = counts.waiting(self.viewer) if has_tabs else {}
        if self.applied:
            lists[""] = counts.bounded(self.found)
        else:
            lists.setdefault(self.tab.key, counts.held(self.tab, self.viewer))
        return lists

    @cached_property
    def number(self) -> str:
        return counts.words_of(self.numbers[""])


@lru_cache
def _parts(statuses: tuple[str, ...]) -> Sequence[Q]:
    return [Q(status=each) for each in dict.fromkeys(statuses)] or keyset.WHOLE
