"""What the portal's templates ask for themselves."""

from typing import Any

from django import template
from django.contrib.auth.models import User

from wallet import clock
from withdrawals.portal import keys, news, staff_settings
from withdrawals.portal.queue import Queue

register = template.Library()


@register.simple_tag
def keys_of(user: User) -> tuple[Any, ...]:
    """The groups of keys for who wants keys; none for who has turned them off."""
    return keys.GROUPS if staff_settings.of(user).shortcuts else ()


@register.inclusion_tag("portal/_news.html")
def news_line(queue: Queue) -> dict[str, Any]:
    """The line above a list that is shown now."""
    return news.line(queue, clock.now(), 0)
