"""The saved views as the queue's head shows them."""

from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.models import User
from django.http import QueryDict

from wallet.rows import made
from withdrawals.portal import columns, desk, staff_settings, tabs, view_rules
from withdrawals.portal.address import queue_at
from withdrawals.portal.models import SavedView


class Link(NamedTuple):
    """A view that may be opened; `owner` is the name of somebody else."""

    id: str
    name: str
    url: str
    owner: str
    is_shared: bool
    is_default: bool


class Shown(NamedTuple):
    """All that the menu tells of the views."""

    mine: tuple[Link, ...]
    shared: tuple[Link, ...]  # by others
    current: Link | None
    is_changed: bool
    may_replace: bool


class ViewMenu:
    """What `user` may open beside the tabs, and which view the address names."""

    def __init__(self, user: User, params: QueryDict, columns_shown: list[str]) -> None:
        self.user = user
        self.params = params
        self.columns = columns_shown
        self.query = view_rules.query_of(params)

    @cached_property
    def all(self) -> list[tuple[SavedView, Link]]:
        return [
            self._linked(made(SavedView, values), owner)
            for *values, owner in desk.views_of(self.user)
        ]

    def _linked(self, view: SavedView, owner: str) -> tuple[SavedView, Link]:
        is_default = view.id == staff_settings.of(self.user).default_view_id
        name = "" if view.owner_id == self.user.pk else owner
        what = str(view.id), view.name, view.url
        return view, Link(*what, name, view.is_shared, is_default)

    @cached_property
    def current(self) -> Link | None:
        return self._current[1] if self._current else None

    @cached_property
    def _current(self) -> tuple[SavedView, Link] | None:
        name = self.params.get("view", "")
        return next((each for each in self.all if each[1].id == name), None)

    @property
    def shown(self) -> Shown:
        view = self._current and self._current[0]
        return Shown(
            tuple(link for _, link in self.all if not link.owner),
            tuple(link for _, link in self.all if link.owner),
            self.current,
            # Whether the address shows something else by now.
            view is not None and self.query != view.query,
            view is not None and view_rules.may_change(self.user, view),
        )

    @property
    def to_keep(self) -> str:
        """What a view of this page keeps: its columns too, if unusual."""
        if self.columns == columns.USUAL:
            return self.query
        params = self.params.copy()
        params["columns"] = columns.written(self.columns)
        return view_rules.query_of(params)


def plain() -> str:
    """The queue as it opens for who has no default view."""
    return queue_at(("tab", [tabs.DEFAULT.key]))
