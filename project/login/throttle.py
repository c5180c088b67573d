"""How often a secret may be tried, counted in the database for all processes alike.

A place is taken before the secret is checked, by one conditional UPDATE: however many
guesses arrive at once, no more than LIMIT of them are checked in a window.
"""

import math
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from project.login.models import Attempts

LIMIT = 5
ADDRESS_LIMIT = 50  # of one address for all names: an office may share it
WINDOW = timedelta(minutes=15)


class TooMany(ValidationError):
    """No more tries before `seconds` are over; `is_first` once in a window."""

    def __init__(self, seconds: int, is_first: bool) -> None:
        self.seconds, self.is_first = seconds, is_first
        minutes = math.ceil(seconds / 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Too many attempts. Try again in {wait}.", code="throttled")


def take(kind: str, name: object, limit: int = LIMIT) -> str:
    """A place for one try of `name`'s secret, to be given back when it was right.

    Raises TooMany.
    """
    key = salted_hmac("login.throttle", f"{kind}:{name}", algorithm="sha256")
    digest, now = key.hexdigest(), timezone.now()
    row = Attempts.objects.filter(key=digest)
    first = {"count": 1, "since": now}
    _, is_new = Attempts.objects.get_or_create(key=digest, defaults=first)
    if is_new:
        Attempts.objects.filter(since__lte=now - 2 * WINDOW).delete()
        return digest
    began = now - WINDOW
    if row.filter(since__gt=began, count__lt=limit).update(count=F("count") + 1):
        return digest
    if row.filter(since__lte=began).update(**first, told=False):
        return digest
    raise _too_many(digest)


def take_all(*wanted: tuple[str, object, int]) -> list[str]:
    """A place of each (kind, name, limit), or none at all. Raises TooMany."""
    places: list[str] = []
    try:
        for kind, name, limit in wanted:
            places.append(take(kind, name, limit))
    except TooMany:
        give_back(*places)
        raise
    return places


def give_back(*places: str) -> None:
    """The secret was right: this try counts for nothing."""
    for place in places:
        row = Attempts.objects.filter(key=place, count__gt=0)
        row.update(count=F("count") - 1)


def _too_many(key: str) -> TooMany:
    row = Attempts.objects.filter(key=key)
    is_first = bool(row.filter(told=False).update(told=True))
    since = row.values_list("since", flat=True).first() or timezone.now()
    left = since + WINDOW - timezone.now()
    return TooMany(max(1, math.ceil(left.total_seconds())), is_first)
