"""The code of an authenticator app, and the recovery codes beside it."""

import logging
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.db import transaction

from project.login import sealing
from wallet.retries import atomic_with_retry

logger = logging.getLogger(__name__)
_AT_START = "factor_at_start"
_SEALED = {"secret", "seed"}  # of the app, of the recovery codes
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def of(user: User) -> int | None:
    """Which authenticator app the person has set up."""
    apps = Authenticator.objects.filter(user_id=user.pk, type=TOTP)
    found: int | None = apps.values_list("pk", flat=True).first()
    return found


def remember(user: User, factor: int | None) -> None:
    """What of() says, as it was read together with the person."""
    setattr(user, _AT_START, factor)


def at_start(user: User) -> int | None:
    """What of() said when the request began."""
    found: int | None = getattr(user, _AT_START, None)
    return found if hasattr(user, _AT_START) else of(user)


def remove(user: User) -> bool:
    """For somebody who lost the phone. Whether there was anything to remove."""
    count, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    return bool(count)


@transaction.atomic
def use(user: User, code: str) -> Authenticator | None:
    """What the code belongs to. Each code works once, also when two arrive at once."""
    rows = Authenticator.objects.select_for_update().filter(user_id=user.pk)
    for row in rows.filter(type__in=(TOTP, RECOVERY)).order_by("-type"):
        try:
            is_right = _use_totp(row, code) if row.type == TOTP else _use(row, code)
        except InvalidToken:
            logger.error("SEALING_KEYS do not open the second factor of %s", user.pk)
            continue
        if is_right:
            return row
    return None


@atomic_with_retry
def reseal(pk: int) -> int:
    """Seal its secret by the first of SEALING_KEYS, and count it if it was not.

    Raises InvalidToken.
    """
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    fresh = {name: sealing.reseal(row.data[name]) for name in _SEALED & row.data.keys()}
    changed = fresh.items() - row.data.items()
    row.data |= fresh
    row.save(update_fields=["data"])
    return len(changed)


def _use(row: Authenticator, code: str) -> bool:
    return bool(row.wrap().validate_code(code))


def _use_totp(row: Authenticator, code: str) -> bool:
    """A code is as good as those before it: none of them works any more."""
    secret = sealing.unseal(row.data["secret"])
    counter = counter_of(secret, code)
    if counter is None or counter <= row.data.get("used", 0):
        return False
    mark_used(row, secret, counter)
    return True


def mark_used(row: Authenticator, secret: str, counter: int) -> None:
    """Sealed anew, so that a new first key of SEALING_KEYS takes over with each use."""
    row.data = {"secret": sealing.seal(secret), "used": counter}
    row.save(update_fields=["data"])


def counter_of(secret: str, code: str) -> int | None:
    """The half minute whose code this is; None when it is of no time near now."""
    typed = "".join(code.split()).encode()
    found = None
    for counter in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, counter)).encode()
        if secrets.compare_digest(typed, expected):
            found = counter
    return found
