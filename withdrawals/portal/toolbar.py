"""The search and the filters of the queue, with what is asked for in them."""

from functools import cache

from django.forms import BoundField, ChoiceField, Form
from django.template.loader import render_to_string

from project.parts import part
from withdrawals.portal.filters import BLANK, holding
from withdrawals.portal.queue import Queue

KEPT = "tab", "sort", "rows", "columns", "view"  # by a search
FIELDS = [name for name in BLANK.form.fields if name != "q"]
_TEMPLATES = {"status": "portal/_filter_status.html"}


def toolbar(queue: Queue) -> str:
    """The form, and in it the fields: most of them hold nothing on most pages."""
    given = queue.params.dict() | {"tab": queue.tab.key}
    fields, form = _empty(), BLANK.form
    if not (set(queue.applied) <= {"q"} and queue.is_understood):
        form = queue.filters.form
        fields = _fields(form)
    return part(
        "portal/_toolbar.html",
        " ".join(("cleared", "q", *FIELDS)),
        kept=tuple((name, given[name]) for name in KEPT if given.get(name)),
        more=queue.more_filters,
        is_open=bool(form.errors),
        cleared=queue.cleared,
        q=queue.params.get("q", ""),
        **fields,
    )


@cache
def _empty() -> dict[str, str]:
    return _fields(BLANK.form)


def _fields(form: Form) -> dict[str, str]:
    return {name: _written(form[name]) for name in FIELDS}


def _written(field: BoundField) -> str:
    """Anew only where a text or an error stands in it."""
    if field.name == "hour":  # hidden: it comes from a figure of the dashboard
        return field.as_widget() if field.value() else ""
    name = _TEMPLATES.get(field.name, "portal/_filter.html")
    given = field.data or ()
    values = (given,) if isinstance(given, str) else tuple(given)
    is_text = not isinstance(field.field, ChoiceField)
    if field.errors or (values and is_text):
        return render_to_string(name, {"field": field})
    return part(name, field=holding(field.name, *values))
