"""Django's own inputs, written without its templates, which took most of their time."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString

_FOLDER = "django/forms/widgets/"
_INPUTS = frozenset(
    f"{_FOLDER}{name}.html"
    for name in ("input", "text", "search", "number", "date", "hidden", "checkbox")
)
_OPTIONS = frozenset(
    f"{_FOLDER}{name}.html" for name in ("checkbox_option", "radio_option")
)


class InputRenderer(DjangoTemplates):
    """The same HTML as the templates give; a test compares them."""

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> SafeString:
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name in _OPTIONS and not context["widget"]["wrap_label"]:
            return _input(context["widget"])
        if template_name == f"{_FOLDER}select.html":
            return _select(context["widget"])
        return SafeString(super().render(template_name, context, request))


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    given = "" if value is None else f' value="{escape(str(value))}"'
    attrs = _attrs(widget["attrs"])
    name = escape(widget["name"])
    return SafeString(f'<input type="{widget["type"]}" name="{name}"{given}{attrs}>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    options = "".join(
        f"<optgroup{_attrs({'label': group})}>{_options(choices)}</optgroup>"
        if group
        else _options(choices)
        for group, choices, _ in widget["optgroups"]
    )
    attrs = _attrs(widget["attrs"])
    name = escape(widget["name"])
    return SafeString(f'<select name="{name}"{attrs}>{options}</select>')


def _options(choices: list[Mapping[str, Any]]) -> str:
    return "".join(
        f'<option value="{escape(str(each["value"]))}"{_attrs(each["attrs"])}>'
        f"{escape(each['label'])}</option>"
        for each in choices
    )


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
