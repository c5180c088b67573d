"""The settings of one person: read once for each request, written here alone."""

from typing import Any

from django.contrib.auth.models import User

from wallet.rows import Row, begun, made
from wallet.statements import Statement
from withdrawals.portal.models import StaffSettings

KEPT = Statement(lambda pk: StaffSettings.objects.filter(pk=pk), int)

_KEPT = "_settings"


def of(user: User) -> StaffSettings:
    """What this person keeps, or the defaults; `user` remembers it."""
    kept: StaffSettings | None = getattr(user, _KEPT, None)
    return kept or remember(user, KEPT.rows(user.pk))


def remember(user: User, found: list[Row]) -> StaffSettings:
    """What KEPT has found, or the defaults, for the rest of the request."""
    if found:
        settings = made(StaffSettings, found[0])
    else:
        settings = begun(StaffSettings, user_id=user.pk)
    setattr(user, _KEPT, settings)
    return settings


def change(user: User, **values: Any) -> StaffSettings:
    """Keep these values; what is not named stays as it is."""
    kept, _ = StaffSettings.objects.update_or_create(user=user, defaults=values)
    return kept
