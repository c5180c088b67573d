"""What the portal's templates ask for themselves."""

from typing import Any

from django import template
from django.contrib.auth.models import User

from withdrawals.portal import keys, staff_settings

register = template.Library()


@register.simple_tag
def keys_of(user: User) -> tuple[Any, ...]:
    """The groups of keys for who wants keys; none for who has turned them off."""
    return keys.GROUPS if staff_settings.of(user).shortcuts else ()
