"""What an act on many requests needs from a person, once for all of them."""

from typing import Any

from django import forms

from withdrawals.canned import OF_FAILURE, Kind
from withdrawals.exceptions import InvalidText
from withdrawals.portal.forms import OTHER, choices, reason_of
from withdrawals.texts import MAX_REASON, clean_text


class StartForm(forms.Form):
    """Nothing but the button."""

    @property
    def reason(self) -> str:
        """What the run keeps and the domain's function gets."""
        return ""


class ReleaseForm(StartForm):
    """A reason that staff reads, chosen or written out."""

    choice = forms.ChoiceField(
        label="Reason, for staff",
        choices=lambda: choices(Kind.RELEASE),
        widget=forms.RadioSelect,
        required=False,
    )
    detail = forms.CharField(
        label="Details, needed for “Other”",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
    needs_words = "Say why the requests go back to review."

    def clean_detail(self) -> str:
        detail: str = self.cleaned_data["detail"]
        if not detail and self.cleaned_data.get("choice") in ("", OTHER):
            raise forms.ValidationError(self.needs_words)
        return detail

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            clean_text(self.reason, "detail", most=MAX_REASON)
        except InvalidText as error:
            self.add_error("detail", f"This {error.problem}.")
        return cleaned

    @property
    def reason(self) -> str:
        return reason_of(self.cleaned_data["choice"], self.cleaned_data["detail"])


class FailForm(ReleaseForm):
    """A reason that each user reads; "Other" is written out."""

    choice = forms.ChoiceField(
        label="Reason, shown to each user",
        choices=lambda: choices(*OF_FAILURE.values()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. Each user reads it."},
    )
    needs_words = "Write the reason. Each user reads it."
