"""The keys of the app's servers. Only their SHA-256 is known here."""

import hashlib
import hmac
import re
from collections.abc import Iterable

from django.conf import settings

_ENTRY = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,100}):(?P<digest>[0-9a-fA-F]{64})")


class MalformedEntry(Exception):
    """An entry of API_KEYS is not name:SHA-256. It is not shown: it may hold a key."""


def parse(entries: Iterable[str]) -> list[tuple[str, str]]:
    """Split "name:SHA-256" entries; raise MalformedEntry.

    One name may have two entries, so that a key can be replaced without a gap.
    """
    matches = [_ENTRY.fullmatch(entry.strip()) for entry in entries]
    if None in matches:
        raise MalformedEntry(
            f"API_KEYS: entry {matches.index(None) + 1} is not name:SHA-256 "
            "(letters, digits and ._- then 64 hex digits)."
        )
    return [(m["name"], m["digest"].lower()) for m in matches if m]


def holder(key: str) -> str | None:
    """The name that the key belongs to.

    Every entry is compared, each in constant time: the time tells nothing.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    names = [
        name
        for name, known in parse(settings.API_KEYS)
        if hmac.compare_digest(digest, known)
    ]
    return names[0] if names else None
