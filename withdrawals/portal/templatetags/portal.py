"""What the portal's templates ask for themselves."""

from typing import Any

from django import template
from django.contrib.auth.models import User

from project.parts import part
from wallet import clock
from withdrawals.portal import keys, news, staff_settings
from withdrawals.portal.queue import Queue

register = template.Library()


@register.simple_tag
def keys_help(user: User) -> str:
    """The script and the list of its keys for who wants keys."""
    has_keys = staff_settings.of(user).shortcuts
    return part("portal/_keys.html", groups=keys.GROUPS) if has_keys else ""


@register.inclusion_tag("portal/_news.html")
def news_line(queue: Queue) -> dict[str, Any]:
    """The line above a list that is shown now."""
    return news.line(queue, clock.now(), 0)
