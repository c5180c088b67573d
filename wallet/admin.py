"""Coins in Django's admin: to be looked at, never to be changed."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from wallet.models import CoinTransaction, UserCoins

MOST_LISTED = 5000  # rows; whoever wants an older one searches


class CappedPaginator(Paginator):
    """Pages over a table of any size, without counting it."""

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows[:MOST_LISTED].count()


class ViewOnly(admin.ModelAdmin):
    """A table that only the domain writes. `exact` are the fields of its search."""

    exact: tuple[str, ...]
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.exact

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By a whole value as it is kept, so that every search uses an index."""
        term = search_term.strip()
        spellings = {term, term.upper(), term.lower()}
        found = Q()
        for field in self.exact:
            found |= Q(**{f"{field}__in": spellings})
        return (queryset.filter(found) if term else queryset), False


@admin.register(UserCoins)
class UserCoinsAdmin(ViewOnly):
    list_display = ("user_id", "total_coins", "created_at")
    ordering = ("user_id",)
    exact = ("user_id",)
    search_help_text = "A whole user id"


@admin.register(CoinTransaction)
class CoinTransactionAdmin(ViewOnly):
    list_display = (
        "created_at",
        "user_id",
        "transaction_type",
        "signed_amount",
        "balance_after",
        "reason",
    )
    ordering = ("-id",)
    exact = ("user_coins", "reference")
    search_help_text = "A whole user id or reference"

    @admin.display(description="user id")
    def user_id(self, movement: CoinTransaction) -> str:
        return movement.user_coins_id

    @admin.display(description="coins")
    def signed_amount(self, movement: CoinTransaction) -> str:
        return f"{movement.signed_amount:+d}"
