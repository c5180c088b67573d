"""Withdrawals in Django's admin. The portal is the place to work; this one is for
looking things up, for a few moves on many rows, and for the table of handles.
"""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from wallet.admin import ViewOnly
from withdrawals import admin_actions
from withdrawals.admin_audit import Audited
from withdrawals.admin_sight import Sighted
from withdrawals.exceptions import InvalidText
from withdrawals.models import (
    AuditAct,
    CannedText,
    CoinWithdrawal,
    Note,
    StatusChange,
    UPIHandle,
)
from withdrawals.texts import MAX_REASON, clean_text

admin.site.site_header = admin.site.site_title = "Coin withdrawals"


class HistoryInline(Sighted, admin.TabularInline):
    """Shown to whoever may see the request; written by the domain only."""

    extra = 0
    can_delete = False
    ordering = ("created_at", "id")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("withdrawals.view_coinwithdrawal")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StatusChangeInline(HistoryInline):
    model = StatusChange
    fields = ("created_at", "from_status", "to_status", "actor_kind", "actor", "note")


class NoteInline(HistoryInline):
    model = Note
    fields = ("created_at", "kind", "actor", "text")


@admin.register(CoinWithdrawal)
class CoinWithdrawalAdmin(Sighted, ViewOnly):
    list_display = (
        "reference",
        "user_id",
        "coins_amount",
        "rupees_amount",
        "upi_id",
        "status",
        "created_at",
        "utr",
    )
    list_filter = ("status", "is_test", "created_at")
    ordering = ("-created_at", "-id")
    exact = ("reference", "user_id", "upi_id", "utr")
    search_help_text = "A whole reference, user id, UPI ID or transaction ID"
    fields = (
        "user_id",
        "coins_amount",
        "rupees_amount",
        "upi_id",
        "admin_notes",
        "failure_reason",
        "utr",
        "started_by",
        "created_at",
        "completed_at",
        "is_test",
        "reference",
        "status",
        "version",
    )
    readonly_fields = ("is_test", "reference", "status", "version")
    inlines = (StatusChangeInline, NoteInline)
    actions = (admin_actions.start, admin_actions.complete, admin_actions.fail)

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("withdrawals.review_coinwithdrawal")

    def has_pay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("withdrawals.pay_coinwithdrawal")


class UPIHandleForm(forms.ModelForm):
    def clean_handle(self) -> str:
        handle = str(self.cleaned_data["handle"]).strip().removeprefix("@").lower()
        if not re.fullmatch("[a-z][a-z0-9]{1,63}", handle):
            raise forms.ValidationError(
                "Enter 2 to 64 letters and digits, a letter first: okhdfcbank"
            )
        return handle


class CannedTextForm(forms.ModelForm):
    def clean_text(self) -> str:
        try:
            return clean_text(self.cleaned_data["text"], "text", most=MAX_REASON)
        except InvalidText as error:
            raise forms.ValidationError(f"The text {error.problem}.") from error


@admin.register(CannedText)
class CannedTextAdmin(Audited):
    """Changed one by one, on their pages: the list has no editable column."""

    audit_act = AuditAct.TEXT_CHANGED
    audited = ("kind", "text", "place", "active")
    form = CannedTextForm
    list_display = ("text", "kind", "place", "active")
    list_filter = ("kind", "active")


@admin.register(UPIHandle)
class UPIHandleAdmin(Audited):
    audit_act = AuditAct.HANDLE_CHANGED
    audited = ("handle", "provider", "app", "active", "note")
    form = UPIHandleForm
    list_display = ("handle", "provider", "app", "active", "note")
    list_filter = ("active",)
    search_fields = ("handle", "provider", "app")

    def get_readonly_fields(
        self, request: HttpRequest, obj: UPIHandle | None = None
    ) -> tuple[str, ...]:
        """A handle is its own key: changing it would make a second one."""
        return ("handle",) if obj else ()
