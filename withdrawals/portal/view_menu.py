"""The saved views as the queue's head shows them."""

from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import F
from django.http import QueryDict

from wallet.statements import Statement, made
from withdrawals.portal import columns, staff_settings, tabs, view_rules
from withdrawals.portal.address import address
from withdrawals.portal.models import SavedView

_VISIBLE = Statement(
    lambda pk: (
        view_rules.visible_to(pk)
        .select_related(None)
        .annotate(owned_by=F("owner__username"))
    ),
    int,
)


class ViewMenu:
    """What `user` may open beside the tabs, and which view the address names."""

    def __init__(self, user: User, params: QueryDict, shown: list[str]) -> None:
        self.user = user
        self.params = params
        self.shown = shown  # columns
        self.query = view_rules.query_of(params)
        self.default_id = staff_settings.of(user).default_view_id

    @cached_property
    def all(self) -> list[tuple[SavedView, str]]:
        """Each with its owner's name, where that is somebody else."""
        rows = _VISIBLE.rows(self.user.pk)
        found = [(made(SavedView, values), owner) for *values, owner in rows]
        return [
            (view, "" if view.owner_id == self.user.pk else owner)
            for view, owner in found
        ]

    @property
    def mine(self) -> list[SavedView]:
        return [view for view, owner in self.all if not owner]

    @property
    def shared(self) -> list[tuple[SavedView, str]]:
        """By others."""
        return [(view, owner) for view, owner in self.all if owner]

    @cached_property
    def current(self) -> SavedView | None:
        name = self.params.get("view", "")
        views = (view for view, _ in self.all)
        return next((view for view in views if str(view.id) == name), None)

    @property
    def is_changed(self) -> bool:
        """Whether the address shows something else by now."""
        return self.current is not None and self.query != self.current.query

    @property
    def to_keep(self) -> str:
        """What a view of this page keeps: its columns too, if unusual."""
        if self.shown == columns.USUAL:
            return self.query
        params = self.params.copy()
        params["columns"] = columns.written(self.shown)
        return view_rules.query_of(params)

    @property
    def may_replace(self) -> bool:
        current = self.current
        return current is not None and view_rules.may_change(self.user, current)

    @property
    def plain(self) -> str:
        """The queue as it opens for who has no default view."""
        return address(QueryDict(f"tab={tabs.DEFAULT.key}"))
