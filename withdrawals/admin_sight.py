"""The Django admin for those who read UPI IDs masked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.http import HttpRequest

from withdrawals.masking import mask_all
from withdrawals.sight import sees_upi_ids

Field = str | Callable[[Any], str]


def _masked(name: str, label: str) -> Callable[[Model], str]:
    """A column that can be read, but neither sorted nor filtered by."""

    @admin.display(description=label, empty_value="-")
    def column(row: Model) -> str:
        return mask_all(getattr(row, name) or "")

    return column


_MASKED = {
    name: _masked(name, label)
    for name, label in {
        "upi_id": "UPI ID",
        "admin_notes": "message to the user",
        "failure_reason": "failure reason",
        "note": "note",
        "text": "text",
    }.items()
}


class Sighted(BaseModelAdmin):
    """Shows UPI IDs, and texts that may hold some, as the viewer may read them.

    Such fields are named in `fields` and `list_display`; none of them is edited.
    """

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return self._as_seen(request, super().get_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        masked = [] if sees_upi_ids(request.user) else _MASKED.values()
        return [*super().get_readonly_fields(request, obj), *masked]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._as_seen(request, super().get_list_display(request))  # type: ignore[misc]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """An address may hold any lookup: "begins with" would spell a UPI ID out."""
        is_telling = lookup.partition("__")[0] in _MASKED
        if is_telling and not sees_upi_ids(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)

    def _as_seen(self, request: HttpRequest, fields: Iterable[Any]) -> list[Any]:
        if sees_upi_ids(request.user):
            return list(fields)
        return [_MASKED.get(name, name) for name in fields]
