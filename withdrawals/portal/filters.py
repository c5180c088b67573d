"""The queue's filters, kept in the address."""

from decimal import Decimal
from functools import cache, lru_cache
from math import ceil, floor

import django_filters
from django import forms
from django.db import connection
from django.db.models import Q
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from withdrawals.amounts import COINS_PER_RUPEE
from withdrawals.models import CoinWithdrawal, CoinWithdrawalQuerySet
from withdrawals.models.request_sets import is_named
from withdrawals.portal import days, filter_widgets
from withdrawals.portal.own_filters import OwnFilters, SameFields
from withdrawals.sight import sees_upi_ids
from withdrawals.states import Status
from withdrawals.texts import MAX_REASON

Rows = CoinWithdrawalQuerySet
# What the days of the filter are days of.
DATED = {
    "paid": ("Payment", "Paid"),
    "failed": ("Failure", "Failed"),
}


class WithdrawalFilterSet(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Search",
        max_length=500,
        method="search",
        widget=filter_widgets.text(
            forms.SearchInput, "Reference, user, UPI ID or transaction ID"
        ),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices, distinct=False, widget=forms.CheckboxSelectMultiple
    )
    user = django_filters.CharFilter(
        label="User", field_name="user_id", max_length=500, widget=filter_widgets.text()
    )
    reviewer = django_filters.CharFilter(
        label="Reviewer",
        field_name="started_by",
        max_length=150,
        widget=filter_widgets.text(),
    )
    payer = django_filters.CharFilter(
        label="Paid by", method="of_payer", max_length=150, widget=filter_widgets.text()
    )
    reason = django_filters.CharFilter(
        label="Reason of the failure",
        method="of_reason",
        max_length=MAX_REASON,
        widget=filter_widgets.text(),
    )
    upi_id = django_filters.CharFilter(
        label="UPI ID", method="of_upi_id", max_length=255, widget=filter_widgets.text()
    )
    # These four are one condition: see filter_queryset().
    dated = django_filters.ChoiceFilter(
        label="Day of",
        method="as_one",
        choices=[(name, noun) for name, (noun, _) in DATED.items()],
        empty_label="Request",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    since = django_filters.DateFilter(
        label="From",
        method="as_one",
        validators=days.VALIDATORS,
        widget=filter_widgets.day(),
    )
    until = django_filters.DateFilter(
        label="To",
        method="as_one",
        validators=days.VALIDATORS,
        widget=filter_widgets.day(),
    )
    hour = django_filters.DateTimeFilter(
        label="Hour",
        method="as_one",
        input_formats=["%Y-%m-%dT%H"],
        widget=forms.HiddenInput,
    )
    least = django_filters.NumberFilter(
        label="Least, ₹",
        method="from_rupees",
        decimal_places=2,
        widget=filter_widgets.rupees(),
        min_value=0,
        max_value=100_000,
    )
    most = django_filters.NumberFilter(
        label="Most, ₹",
        method="to_rupees",
        decimal_places=2,
        widget=filter_widgets.rupees(),
        min_value=0,
        max_value=100_000,
    )

    class Meta:
        model = CoinWithdrawal
        fields: list[str] = []

    def get_form_class(self) -> type[forms.Form]:
        """The same for every page: nothing in its fields depends on who asks."""
        return _form_of_all()

    def found(self) -> Rows:
        """The rows that match; none while a filter is not understood."""
        rows: Rows = self.qs if self.is_valid() else self.queryset.none()
        return rows

    def search(self, rows: Rows, name: str, text: str) -> Rows:
        """Whole references and transaction IDs; users and UPI IDs by their start.

        Whoever reads UPI IDs masked must know one whole: no spelling it out.
        """
        upi_id = text.casefold()
        sees = sees_upi_ids(self.request.user)
        return rows.filter(
            is_named(text)
            | _begins("user_id", text)
            | (_begins("upi_id", upi_id) if sees else Q(upi_id=upi_id))
        )

    def of_upi_id(self, rows: Rows, name: str, text: str) -> Rows:
        return rows.filter(upi_id=text.casefold())

    def of_payer(self, rows: Rows, name: str, username: str) -> Rows:
        return rows.paid_by(username)

    def of_reason(self, rows: Rows, name: str, reason: str) -> Rows:
        return rows.failed_for(reason)

    def as_one(self, rows: Rows, name: str, value: object) -> Rows:
        return rows

    def filter_queryset(self, rows: Rows) -> Rows:
        """The days and the hour are of the request, or of what `dated` names."""
        found: Rows = super().filter_queryset(rows)
        answers = self.form.cleaned_data
        asked = [answers[each] for each in ("since", "until", "hour")]
        start, end = days.period(*asked)
        match answers["dated"]:
            case "paid":
                return found.paid_between(start, end)
            case "failed":
                return found.failed_between(start, end)
        if any(asked):
            return found.requested_between(start, end)
        return found

    def from_rupees(self, rows: Rows, name: str, rupees: Decimal) -> Rows:
        return rows.filter(coins_amount__gte=ceil(rupees * COINS_PER_RUPEE))

    def to_rupees(self, rows: Rows, name: str, rupees: Decimal) -> Rows:
        return rows.filter(coins_amount__lte=floor(rupees * COINS_PER_RUPEE))


WithdrawalFilterSet.base_filters = OwnFilters(WithdrawalFilterSet.base_filters)
BLANK = WithdrawalFilterSet(QueryDict(), CoinWithdrawal.objects.none())


@cache
def _form_of_all() -> type[forms.Form]:
    made: type[forms.Form] = django_filters.FilterSet.get_form_class(BLANK)
    made.base_fields = SameFields(made.base_fields)
    return made


@lru_cache(maxsize=500)
def holding(name: str, *values: str) -> BoundField:
    """The field of a form that holds these values and no others."""
    return _form_of_all()(MultiValueDict({name: list(values)}))[name]


def applied(params: QueryDict) -> dict[str, list[str]]:
    """What is filtered by: name -> the values as they stand in the address."""
    return {
        name: values
        for name in WithdrawalFilterSet.base_filters
        if (values := [each for each in params.getlist(name) if each.strip()])
    }


def _begins(field: str, text: str) -> Q:
    """Through an index: LIKE reads one on PostgreSQL, on SQLite only a range does."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})
