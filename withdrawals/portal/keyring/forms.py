"""What an app and a key are asked for."""

from datetime import datetime, timedelta

from django import forms

from wallet import clock
from withdrawals.integrations.exceptions import IntegrationError, InvalidNetwork
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.networks import clean_networks
from withdrawals.integrations.scopes import Scope

MODES = [("test", "Test users only"), ("live", "Live users")]
LIVES = [("90", "90 days"), ("365", "A year"), ("", "Until it is revoked")]
KEPT = [
    ("24", "for 24 hours"),
    ("1", "for an hour"),
    ("168", "for 7 days"),
    ("0", "no longer: it ends now"),
]
_TEXT = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
_SELECT = {"class": "form-select"}


class AppForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        help_text="Who acts, in every history, for ever: letters, digits and . _ -",
        error_messages={"required": "Type a name, such as rewards-shop."},
        widget=forms.TextInput(attrs=_TEXT | {"autocapitalize": "none"}),
    )
    title = forms.CharField(
        required=False,
        max_length=100,
        help_text="What people read. Without one: the name.",
        widget=forms.TextInput(attrs=_TEXT),
    )


class KeyForm(forms.Form):
    mode = forms.ChoiceField(
        label="Works on", choices=MODES, initial="test", widget=forms.RadioSelect
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the key may do."},
    )
    networks = forms.CharField(
        label="Networks",
        required=False,
        max_length=3000,
        help_text="One on a line, such as 203.0.113.0/24. None: from anywhere.",
        widget=forms.Textarea(attrs=_TEXT | {"rows": 2}),
    )
    days = forms.ChoiceField(
        label="Works for",
        choices=LIVES,
        initial="90",
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )

    def clean_networks(self) -> list[str]:
        try:
            return clean_networks(self.cleaned_data["networks"].split())
        except InvalidNetwork as error:
            raise forms.ValidationError(sentence(error)) from error

    @property
    def grant(self) -> Grant:
        asked = self.cleaned_data
        return Grant(
            asked["mode"] == "test",
            asked["scopes"],
            asked["networks"],
            _in_days(asked["days"]),
        )


class RotateForm(forms.Form):
    keep = forms.ChoiceField(
        label="The old key works on",
        choices=KEPT,
        widget=forms.Select(attrs=_SELECT),
    )

    @property
    def time(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["keep"]))


def sentence(error: IntegrationError) -> str:
    """What a rule says, as people read it."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def _in_days(days: str) -> datetime | None:
    return clock.now() + timedelta(days=int(days)) if days else None
