"""The queue's filters, kept in the address."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from withdrawals.amounts import COINS_PER_RUPEE
from withdrawals.models import CoinWithdrawal
from withdrawals.sight import sees_upi_ids
from withdrawals.states import Status

Rows = QuerySet[CoinWithdrawal]
_DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]


def _text(placeholder: str = "") -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "class": "form-control",
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "placeholder": placeholder,
        }
    )


def _day() -> forms.DateInput:
    attrs = {"class": "form-control", "type": "date", "aria-describedby": "dates-hint"}
    return forms.DateInput(format="%Y-%m-%d", attrs=attrs)


def _rupees() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"})


class WithdrawalFilterSet(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Search",
        max_length=500,
        method="search",
        widget=forms.SearchInput(
            attrs={
                "class": "form-control",
                "placeholder": "Reference, user, UPI ID or transaction ID",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices, widget=forms.CheckboxSelectMultiple
    )
    user = django_filters.CharFilter(
        label="User", field_name="user_id", max_length=500, widget=_text()
    )
    reviewer = django_filters.CharFilter(
        label="Reviewer", field_name="started_by", max_length=150, widget=_text()
    )
    upi_id = django_filters.CharFilter(
        label="UPI ID", method="of_upi_id", max_length=255, widget=_text()
    )
    since = django_filters.DateFilter(
        label="From", method="from_day", validators=_DAYS, widget=_day()
    )
    until = django_filters.DateFilter(
        label="To", method="to_day", validators=_DAYS, widget=_day()
    )
    least = django_filters.NumberFilter(
        label="Least, ₹",
        method="from_rupees",
        decimal_places=2,
        widget=_rupees(),
        min_value=0,
        max_value=100_000,
    )
    most = django_filters.NumberFilter(
        label="Most, ₹",
        method="to_rupees",
        decimal_places=2,
        widget=_rupees(),
        min_value=0,
        max_value=100_000,
    )

    class Meta:
        model = CoinWithdrawal
        fields: list[str] = []

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
        code = text.replace("-", "").replace(" ", "").upper()
        return rows.filter(
            Q(reference=code)
            | Q(utr=code)
            | _begins("user_id", text)
            | (_begins("upi_id", upi_id) if sees else Q(upi_id=upi_id))
        )

    def of_upi_id(self, rows: Rows, name: str, text: str) -> Rows:
        return rows.filter(upi_id=text.casefold())

    def from_day(self, rows: Rows, name: str, day: date) -> Rows:
        return rows.filter(created_at__gte=_midnight(day))

    def to_day(self, rows: Rows, name: str, day: date) -> Rows:
        return rows.filter(created_at__lt=_midnight(day + timedelta(days=1)))

    def from_rupees(self, rows: Rows, name: str, rupees: Decimal) -> Rows:
        return rows.filter(coins_amount__gte=ceil(rupees * COINS_PER_RUPEE))

    def to_rupees(self, rows: Rows, name: str, rupees: Decimal) -> Rows:
        return rows.filter(coins_amount__lte=floor(rupees * COINS_PER_RUPEE))

    def applied(self) -> dict[str, list[Any]]:
        """What is filtered by: name -> the values as they stand in the address."""
        return {
            name: values
            for name in self.filters
            if (values := [each for each in self.data.getlist(name) if each.strip()])
        }


def _begins(field: str, text: str) -> Q:
    """Through an index: LIKE reads one on PostgreSQL, on SQLite only a range does."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": f"{text}\U0010ffff"})


_WORDS = {
    "q": "“{}”",
    "status": "{}",
    "user": "User {}",
    "reviewer": "Reviewer {}",
    "upi_id": "UPI ID {}",
    "since": "From {}",
    "until": "To {}",
    "least": "₹{} or more",
    "most": "₹{} or less",
}


def words_of(name: str, value: str) -> str:
    """One filter as a chip says it: "₹100 or more"."""
    return _WORDS[name].format(dict(Status.choices).get(value, value))


def _midnight(day: date) -> datetime:
    """The start of a day in India (the project's time zone)."""
    return timezone.make_aware(datetime.combine(day, time.min))
