"""Parts of pages that depend on little, and are written once for all who see them."""

from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def part(template_name: str, **values: Hashable) -> SafeString:
    """{% part "a.html" name=value %}: what the template says of these values alone.

    It knows no request and no user, so that what is kept can tell nobody of another.
    """
    # 1 and True are equal, as are a text and the same one marked as safe.
    named = tuple((name, type(value), value) for name, value in values.items())
    write = _written.__wrapped__ if settings.DEBUG else _written
    return write(template_name, named)


@register.simple_tag
@cache
def page_url(name: str) -> str:
    """{% page_url "portal:queue" %}: of a page without arguments, looked up once."""
    return reverse(name)


@lru_cache(maxsize=500)
def _written(
    template_name: str, values: tuple[tuple[str, type[Any], Any], ...]
) -> SafeString:
    return render_to_string(template_name, {name: value for name, _, value in values})
