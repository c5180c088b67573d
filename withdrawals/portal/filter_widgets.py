"""The inputs of the queue's filters."""

from django import forms
from django.forms.widgets import Input


def text(kind: type[Input] = forms.TextInput, hint: str = "") -> Input:
    attrs = {
        "class": "form-control",
        "autocomplete": "off",
        "autocapitalize": "none",
        "spellcheck": "false",
        "placeholder": hint,
    }
    return kind(attrs=attrs)


def day() -> forms.DateInput:
    attrs = {"class": "form-control", "type": "date", "aria-describedby": "dates-hint"}
    return forms.DateInput(format="%Y-%m-%d", attrs=attrs)


def rupees() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"})
