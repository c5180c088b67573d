"""Payments made elsewhere, entered as a pasted table and checked line by line."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from project.http import UserHttpRequest
from withdrawals.portal.access import staff_page
from withdrawals.portal.bulk.acts import MOST, PAY
from withdrawals.portal.bulk.pay_match import match
from withdrawals.portal.bulk.pay_table import read
from withdrawals.portal.bulk.plan import Line, Plan
from withdrawals.portal.bulk.preview import Item, Preview
from withdrawals.portal.bulk.views import allowed
from withdrawals.portal.lists import list_at

LONGEST = 20_000  # characters: with what the browser adds, a body of 64 KiB holds them


class TableForm(forms.Form):
    table = forms.CharField(
        label="Payments, one on each line",
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={
                "class": "form-control mono",
                "rows": 10,
                "spellcheck": "false",
                "autocomplete": "off",
                "autocapitalize": "none",
                "aria-describedby": "table-hint",
            }
        ),
        error_messages={"required": "Paste at least one line."},
    )

    def clean_table(self) -> str:
        table: str = self.cleaned_data["table"]
        number = len(read(table))
        if not number:
            raise forms.ValidationError("Paste at least one line below the header.")
        if number > MOST:
            raise forms.ValidationError(
                f"At most {MOST} lines in one go; these are {number}."
            )
        return table


@require_safe
@staff_page
def pay(request: UserHttpRequest) -> HttpResponse:
    """The empty form."""
    allowed(request, PAY)
    return _show(request, TableForm())


@require_POST
@staff_page
def check(request: UserHttpRequest) -> HttpResponse:
    """What was pasted, with what each line would do."""
    actor = allowed(request, PAY)
    form = TableForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    items = match(read(form.cleaned_data["table"]), actor)
    lines = [_line(each) for each in items]
    plan = Plan(PAY.name, actor.name, lines, list_at("pay"))
    preview = Preview(PAY, items)
    return _show(request, form, preview=preview, items=items, plan=plan.sign())


def _show(request: UserHttpRequest, form: TableForm, **more: Any) -> HttpResponse:
    context = {"section": "queue", "form": form, "view": list_at("pay")} | more
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/bulk/pay.html", context, status=status)


def _line(item: Item) -> Line:
    words = f"{item.words} {item.other.reference}" if item.other else item.words
    line = Line.of(item.withdrawal) if item.withdrawal else Line()
    return replace(line, utr=item.utr[:35], pasted=item.pasted[:500], words=words)
