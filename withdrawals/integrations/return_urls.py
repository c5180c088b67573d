"""The addresses that an app lets the hosted page lead back to."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from withdrawals.integrations.exceptions import InvalidReturnUrl

MOST, LONGEST = 20, 500
TOLD = ("status", "withdrawal_id", "state")  # what is added to the address
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PLAIN = re.compile(r"[!-\[\]-~]+")  # ASCII that can be seen, and no backslash


def clean_return_urls(texts: Iterable[str]) -> list[str]:
    """Addresses that an app may name, each once. Raises InvalidReturnUrl."""
    found = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(found) > MOST:
        raise InvalidReturnUrl(f"an app has at most {MOST} addresses to return to")
    return [_clean(text) for text in found]


def is_loopback(url: str) -> bool:
    """Whether it is an address of this very machine."""
    try:
        return urlsplit(_clean(url)).hostname in LOOPBACK
    except InvalidReturnUrl:
        return False


def _clean(text: str) -> str:
    """An https address, http of the same machine, or an address of a phone's app."""
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise InvalidReturnUrl(f"{text[:50]!r} is no address of plain characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise InvalidReturnUrl(f"{text!r} cannot be read as an address") from error
    is_web = parts.scheme == "https" and parts.hostname
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_phones = "." in parts.scheme  # RFC 8252: a domain of the app's, backwards
    if not (is_web or is_here or is_phones) or port == 0:
        raise InvalidReturnUrl(
            f"{text!r} is neither https://… nor an app's own like com.example.app:/done"
        )
    if "@" in parts.netloc or "#" in text or parse_qs(parts.query).keys() & set(TOLD):
        raise InvalidReturnUrl(
            f"{text!r} holds a name, a # or one of {', '.join(TOLD)}"
        )
    return text
