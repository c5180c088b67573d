"""Saved views: what may be kept, who sees them, and who may change them."""

from collections.abc import Collection
from typing import NoReturn

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict

from project.http import UserHttpRequest
from withdrawals.exceptions import InvalidText
from withdrawals.masking import mask_all
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import columns, staff_settings, tabs
from withdrawals.portal.address import Query
from withdrawals.portal.filters import WithdrawalFilterSet
from withdrawals.portal.models import LONGEST_NAME, LONGEST_QUERY, SIZES, SavedView
from withdrawals.portal.sorting import SORTS
from withdrawals.texts import clean_text

MOST = 30  # of one person
_KNOWN: dict[str, Collection[str]] = {
    "tab": tabs.TABS,
    "sort": SORTS,
    "rows": [str(size) for size in SIZES],
}


def visible_to(user: User | int) -> QuerySet[SavedView]:
    """One's own and the shared ones, by name."""
    views = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True))
    return views.select_related("owner").order_by(Lower("name"), "id")


def may_change(user: User, view: SavedView) -> bool:
    """Its owner; an admin too where it is shared."""
    return view.owner_id == user.pk or (view.is_shared and user.is_superuser)


def default_of(user: User) -> SavedView | None:
    """The view that opens the portal, as long as this person sees it."""
    view_id = staff_settings.of(user).default_view_id
    return visible_to(user).filter(id=view_id).first() if view_id else None


def query_of(params: QueryDict) -> str:
    """The tab, filters, sort, rows and columns of an address, always the same way."""
    lists = {name: _kept(name, values) for name, values in params.lists()}
    if not lists.get("tab"):
        lists["tab"] = [tabs.DEFAULT.key]
    return str(Query.of(lists.items())).removeprefix("?")


def _kept(name: str, values: list[str]) -> list[str]:
    if name == "columns":
        last = next((each for each in reversed(values) if each.strip()), "")
        return [",".join(columns.named(last))]
    if name in _KNOWN:
        return sorted({each for each in values if each in _KNOWN[name]})
    return sorted(set(values)) if name in WithdrawalFilterSet.base_filters else []


def create(
    request: UserHttpRequest, *, name: str, query: str, is_shared: bool
) -> SavedView:
    """Keep the view of this query; ValidationError where it cannot be kept."""
    view = SavedView(owner=request.user, is_shared=is_shared)
    view.query = _checked(request, query)
    with transaction.atomic():
        # Their views are counted by one at a time.
        User.objects.select_for_update().get(pk=request.user.pk)
        if request.user.saved_views.count() >= MOST:
            _refuse("name", f"You have {MOST} views. Delete one first.")
        _name(view, name)
        view.save(force_insert=True)
    return view


def rename(view: SavedView, *, name: str, is_shared: bool) -> None:
    """Give it a name, and share it or not; ValidationError where that cannot be."""
    view.is_shared = is_shared
    with transaction.atomic():
        User.objects.select_for_update().get(pk=view.owner_id)
        _name(view, name)
        view.save(update_fields=["name", "is_shared"])


def replace(request: UserHttpRequest, view: SavedView, query: str) -> None:
    """Let it show what this query shows; ValidationError where that cannot be."""
    view.query = _checked(request, query)
    _without_a_person(view)
    view.save(update_fields=["query"])


def delete(view: SavedView) -> None:
    """Whoever opened the portal with it gets the plain queue from now on."""
    view.delete()


def _checked(request: UserHttpRequest, query: str) -> str:
    if len(query) > LONGEST_QUERY:
        _refuse("query", "These filters are too long to keep.")
    params = QueryDict(query)
    filters = WithdrawalFilterSet(
        params, CoinWithdrawal.objects.none(), request=request
    )
    for errors in filters.form.errors.values():
        _refuse("query", f"A filter is not understood: {errors[0]}")
    return query_of(params)


def _name(view: SavedView, name: str) -> None:
    try:
        view.name = " ".join(clean_text(name, "name", most=LONGEST_NAME).split())
    except InvalidText as error:
        _refuse("name", f"The name {error.problem}.")
    _without_a_person(view)
    same = SavedView.objects.filter(owner_id=view.owner_id, name__iexact=view.name)
    if same.exclude(id=view.id).exists():
        _refuse("name", f"There is a view “{view.name}” already. Choose another name.")


def _without_a_person(view: SavedView) -> None:
    """Not everyone on the staff may read whole UPI IDs."""
    params = QueryDict(view.query)
    texts = [view.name, *(text for _, values in params.lists() for text in values)]
    names_one = "upi_id" in params or any(mask_all(text) != text for text in texts)
    if view.is_shared and names_one:
        _refuse("is_shared", "A view that names a UPI ID cannot be shared.")


def _refuse(field: str, words: str) -> NoReturn:
    raise ValidationError({field: words})
