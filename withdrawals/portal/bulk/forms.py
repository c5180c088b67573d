"""What an act on many requests needs from a person, once for all of them."""

from typing import Any

from django import forms

from withdrawals import canned
from withdrawals.exceptions import InvalidText
from withdrawals.portal.forms import OTHER
from withdrawals.texts import MAX_REASON, clean_text


class StartForm(forms.Form):
    """Nothing but the button."""

    @property
    def reason(self) -> str:
        """What the run keeps and the domain's function gets."""
        return ""


class ReasonForm(StartForm):
    detail = forms.CharField(
        label="Reason, for staff",
        max_length=MAX_REASON,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "Say why the requests go back to review."},
    )

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
        return str(self.cleaned_data["detail"])


class FailForm(ReasonForm):
    """A reason that each user reads; "Other" is written out."""

    choice = forms.ChoiceField(
        label="Reason, shown to each user",
        choices=lambda: [(each, each) for each in [*canned.known_reasons(), OTHER]],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. Each user reads it."},
    )
    detail = forms.CharField(
        label="Details, needed for “Other”",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
    field_order = ("choice", "detail")

    def clean_detail(self) -> str:
        detail: str = self.cleaned_data["detail"]
        if self.cleaned_data.get("choice") == OTHER and not detail:
            raise forms.ValidationError("Write the reason. Each user reads it.")
        return detail

    @property
    def reason(self) -> str:
        choice, detail = self.cleaned_data["choice"], self.cleaned_data["detail"]
        return detail if choice == OTHER else f"{choice}: {detail}".rstrip(": ")
