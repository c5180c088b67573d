"""Inputs written without templates are the very ones that Django's templates give."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from project.inputs import InputRenderer

NASTY = "\"'><script>&"
CHOICES = [("", "All"), ("a", NASTY), (NASTY, "b"), ("Group <", [("c", "d")])]


@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput({"class": "form-control", "data-x": NASTY, "required": True}),
        forms.TextInput({"disabled": False}),
        forms.NumberInput({"min": 0, "step": "any"}),
        forms.DateInput(format="%Y-%m-%d"),
        forms.SearchInput(),
        forms.HiddenInput(),
        forms.CheckboxInput(),
        forms.Select({"class": "form-select"}, choices=CHOICES),
        forms.SelectMultiple(choices=CHOICES),
        forms.CheckboxSelectMultiple(choices=CHOICES[:3]),
        forms.RadioSelect(choices=CHOICES[:3]),
        forms.PasswordInput(),
        forms.Textarea(),
    ],
    ids=lambda widget: type(widget).__name__,
)
@pytest.mark.parametrize("value", [None, "", "a", NASTY, 0, 12.5, True])
def test_same_html(widget, value):
    attrs = {"id": f"id_{NASTY}", "aria-invalid": "true"}
    ours, theirs = (
        widget.render(f"x{NASTY}", value, attrs, renderer)
        for renderer in (InputRenderer(), DjangoTemplates())
    )
    assert flat(ours) == flat(theirs)


def test_same_html_of_single_boxes():
    class Form(forms.Form):
        status = forms.MultipleChoiceField(
            choices=CHOICES[:3], widget=forms.CheckboxSelectMultiple
        )

    ours, theirs = (
        [box.tag() for box in Form({"status": ["a"]}, renderer=renderer)["status"]]
        for renderer in (InputRenderer(), DjangoTemplates())
    )
    assert ours == theirs
    assert "checked" in ours[1]


def flat(html):
    return [
        line.strip() for line in html.replace(">", ">\n").splitlines() if line.strip()
    ]
