"""The settings of one person: read once for each request, written here alone."""

from typing import Any

from django.contrib.auth.models import User

from withdrawals.portal.models import StaffSettings


def of(user: User) -> StaffSettings:
    """What this person keeps, or the defaults; `user` remembers it."""
    try:
        return user.portal_settings
    except StaffSettings.DoesNotExist:
        return StaffSettings(user=user)


def change(user: User, **values: Any) -> StaffSettings:
    """Keep these values; what is not named stays as it is."""
    kept, _ = StaffSettings.objects.update_or_create(user=user, defaults=values)
    return kept
