"""UPI IDs: what one looks like, and which handles are known."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from withdrawals.exceptions import InvalidUPIID, UnknownHandle
from withdrawals.models import UPIHandle

# name@handle: the grammar that all providers share. A handle has no dot, so an e-mail
# address or an IFSC address (12345@HDFC0000001.ifsc.npci) is none.
_UPI_ID = re.compile(
    r"(?=.{3,100}\Z)(?P<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?)@(?P<handle>[a-z][a-z0-9]{1,63})"
)


@dataclass(frozen=True)
class UPIID:
    name: str
    handle: str

    def __str__(self) -> str:
        return f"{self.name}@{self.handle}"


def parse(text: str) -> UPIID:
    """Normalise (NFKC, strip, casefold) and split a UPI ID; raise InvalidUPIID.

    Characters inside are never repaired: a wrong guess would pay a stranger.
    """
    normal = unicodedata.normalize("NFKC", text).strip()
    match = _UPI_ID.fullmatch(normal.casefold()) if normal.isascii() else None
    if not match or ".." in normal:
        raise InvalidUPIID(text)
    return UPIID(match["name"], match["handle"])


def check(text: str) -> UPIID:
    """Parse `text` and look its handle up; raise InvalidUPIID or UnknownHandle."""
    upi_id = parse(text)
    if not UPIHandle.objects.filter(handle=upi_id.handle, active=True).exists():
        raise unknown(upi_id)
    return upi_id


def unknown(upi_id: UPIID) -> UnknownHandle:
    """The refusal, with the nearest handle that is known."""
    return UnknownHandle(upi_id.handle, _suggestion(upi_id))


def _suggestion(upi_id: UPIID) -> str | None:
    """The same name at the nearest known handle: okhdfc -> okhdfcbank."""
    known = list(UPIHandle.objects.filter(active=True).values_list("handle", flat=True))
    handle = upi_id.handle
    begun = [each for each in known if len(handle) > 3 and each.startswith(handle)]
    near = get_close_matches(handle, known, n=1, cutoff=0.85)
    nearest = next(iter([*sorted(begun, key=len), *near]), None)
    return f"{upi_id.name}@{nearest}" if nearest else None
