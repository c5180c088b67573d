"""The settings of one person: read once for each request, written here alone."""

from typing import Any

from django.contrib.auth.models import User

from wallet.statements import Statement
from withdrawals.portal.models import StaffSettings

_KEPT = Statement(lambda pk: StaffSettings.objects.filter(pk=pk), int)


def of(user: User) -> StaffSettings:
    """What this person keeps, or the defaults; `user` remembers it."""
    if User.portal_settings.is_cached(user):
        return user.portal_settings
    settings = _KEPT.first(user.pk) or StaffSettings()
    settings.user = user  # who remembers them from now on
    return settings


def change(user: User, **values: Any) -> StaffSettings:
    """Keep these values; what is not named stays as it is."""
    kept, _ = StaffSettings.objects.update_or_create(user=user, defaults=values)
    return kept
