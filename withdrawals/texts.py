"""What people type: reasons, notes, messages, transaction IDs and ids of requests."""

import re
import unicodedata
from uuid import UUID

from withdrawals.exceptions import InvalidText, InvalidUTR

MAX_REASON = 500
MAX_NOTE = 2000

# They make a text read as another one: "txt.exe" for "exe.txt".
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ID = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_UTR = re.compile(r"[A-Za-z0-9]{6,35}")


def clean_text(text: str, field: str, *, most: int, required: bool = True) -> str:
    """Trim `text`, unify its line ends, and raise InvalidText if it cannot be kept."""
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not any(map(_is_visible, cleaned)):
        raise InvalidText(field, "is required")
    if len(cleaned) > most:
        raise InvalidText(field, f"has more than {most} characters")
    if any(_is_control(char) for char in cleaned):
        raise InvalidText(field, "holds a control character")
    if _TURNING.intersection(cleaned):
        raise InvalidText(field, "holds a character that turns its direction")
    return cleaned


def clean_utr(text: str) -> str:
    """Trim and upper-case a transaction ID; raise InvalidUTR if it cannot be one.

    UPI's have 12 digits, NEFT's and RTGS's 16 or 22 characters: the length is a hint
    for the eye and no rule.
    """
    utr = text.strip()
    if not _UTR.fullmatch(utr):
        raise InvalidUTR(utr)
    return utr.upper()


def parse_id(text: str) -> UUID:
    """Read a request's id as we write it, in capitals or not; raise ValueError.

    UUID() alone also reads braces, a missing dash and the digits of other scripts.
    """
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return UUID(text)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ"
