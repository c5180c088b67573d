"""Parts of pages that depend on little, and are written once for all who see them."""

import re
import secrets
from collections.abc import Hashable
from functools import cache, lru_cache
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()
_Named = tuple[tuple[str, type[Any], Any], ...]
# Stands for a text to come. Nobody can guess it, and no filter leaves it as it is.
_MARK = f"\ue000{secrets.token_hex()}-{{}}\ue001"
_MARKS = re.compile(_MARK.format("([a-z_0-9]+)"))


@register.simple_tag
def part(template_name: str, fills: str = "", **values: Hashable) -> SafeString:
    """{% part "a.html" name=value %}: what the template says of these values alone.

    It knows no request and no user, so that what is kept can tell nobody of another.
    Those that `fills` names it only writes: they are put into what is kept.
    """
    texts = {name: _escaped(values.pop(name)) for name in fills.split()}
    # 1 and True are equal, as are a text and the same one marked as safe.
    named = tuple((name, type(value), value) for name, value in values.items())
    write = _written.__wrapped__ if settings.DEBUG else _written
    pieces = list(write(template_name, named, fills))
    pieces[1::2] = [texts[name] for name in pieces[1::2]]
    return SafeString("".join(pieces))


def _escaped(text: object) -> str:
    return text if isinstance(text, SafeString) else escape(str(text))


@register.simple_tag
def page_url(name: str, row_id: UUID | str = "") -> str:
    """{% page_url "portal:queue" %}, or of a row's page: the pattern is found once."""
    if not row_id:
        return _pattern(name)
    return _pattern(name, _NOBODY).replace(_NOBODY, str(row_id))


_NOBODY = str(UUID(int=0))


@cache
def _pattern(name: str, *args: str) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=500)
def _written(template_name: str, values: _Named, fills: str) -> tuple[str, ...]:
    """Text, the name of what to fill in, text, and so on."""
    named, names = {name: value for name, _, value in values}, fills.split()
    marks = {name: SafeString(_MARK.format(name)) for name in names}
    pieces = _MARKS.split(render_to_string(template_name, named | marks))
    if names:
        _check(template_name, pieces, named | dict.fromkeys(names, ""))
    return tuple(pieces)


def _check(template_name: str, pieces: list[str], values: dict[str, Any]) -> None:
    """Refuse a template that does more with those texts than to write them."""
    if render_to_string(template_name, values) != "".join(pieces[::2]):
        raise ValueError(f"{template_name} reckons with what it is to write")
