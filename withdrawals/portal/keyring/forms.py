"""What an app and a key are asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Self

from django import forms

from wallet import clock
from withdrawals.integrations.exceptions import IntegrationError
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.looks import clean_colour, clean_title
from withdrawals.integrations.models import App
from withdrawals.integrations.networks import clean_networks
from withdrawals.integrations.return_urls import clean_return_urls
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


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except IntegrationError as error:
        raise forms.ValidationError(sentence(error)) from error


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
        with _in_words():
            return clean_networks(self.cleaned_data["networks"].split())

    @property
    def grant(self) -> Grant:
        asked = self.cleaned_data
        return Grant(
            asked["mode"] == "test",
            asked["scopes"],
            asked["networks"],
            _in_days(asked["days"]),
        )


class LookForm(forms.Form):
    title = forms.CharField(
        required=False,
        max_length=100,
        help_text="What your users read. Without one: the name.",
        widget=forms.TextInput(attrs=_TEXT),
    )
    colour = forms.CharField(
        max_length=7,
        help_text="Where it could not be read, the page takes a darker or lighter one.",
        error_messages={"required": "Choose a colour."},
        widget=forms.TextInput(attrs=_TEXT | {"type": "color"}),
    )
    return_urls = forms.CharField(
        label="Addresses to return to",
        required=False,
        max_length=12_000,
        help_text="One on a line, whole: the page leads back to no other.",
        widget=forms.Textarea(attrs=_TEXT | {"rows": 3}),
    )

    @classmethod
    def of(cls, app: App) -> Self:
        lines = "\n".join(app.return_urls)
        return cls(
            initial={"title": app.title, "colour": app.colour, "return_urls": lines}
        )

    def clean_title(self) -> str:
        with _in_words():
            return clean_title(self.cleaned_data["title"])

    def clean_colour(self) -> str:
        with _in_words():
            return clean_colour(self.cleaned_data["colour"])

    def clean_return_urls(self) -> list[str]:
        with _in_words():
            return clean_return_urls(self.cleaned_data["return_urls"].split())


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
