"""What the admin asks between the list and a move on many requests."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from withdrawals.exceptions import InvalidText, InvalidUTR
from withdrawals.models import CoinWithdrawal
from withdrawals.texts import MAX_REASON, clean_text, clean_utr


class RowForm(forms.Form):
    """One request; `version` is the one that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, withdrawal: CoinWithdrawal, data: Any = None) -> None:
        initial = {"version": withdrawal.version}
        super().__init__(data, prefix=str(withdrawal.id), initial=initial)
        self.withdrawal = withdrawal


class UTRForm(RowForm):
    utr = forms.CharField(
        label="Transaction ID (UTR)",
        max_length=35,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the transaction ID of this payment"},
    )

    def clean_utr(self) -> str:
        try:
            return clean_utr(self.cleaned_data["utr"])
        except InvalidUTR:
            raise ValidationError(
                "A transaction ID has 6 to 35 letters and digits"
            ) from None


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_REASON}),
        error_messages={"required": "Enter the reason"},
    )

    def clean_reason(self) -> str:
        try:
            return clean_text(self.cleaned_data["reason"], "reason", most=MAX_REASON)
        except InvalidText as error:
            raise ValidationError(f"The reason {error.problem}") from None
