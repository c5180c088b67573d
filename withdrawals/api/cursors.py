"""Where a list goes on: opaque, and good for one list of one owner only."""

from django.core.signing import BadSignature, Signer, b64_decode, b64_encode

from withdrawals.api.exceptions import InvalidCursor


def seal(name: str, owner: str, place: object) -> str:
    """The cursor of a place in the list `name` of this owner: a user, a webhook."""
    return b64_encode(_signer(name, owner).sign(str(place)).encode()).decode()


def place_in(name: str, owner: str, cursor: str) -> str:
    """The place; raise InvalidCursor for whatever this list did not give."""
    try:
        return _signer(name, owner).unsign(b64_decode(cursor.encode()).decode())
    except (BadSignature, ValueError) as error:
        raise InvalidCursor(cursor) from error


def _signer(name: str, owner: str) -> Signer:
    return Signer(salt=f"{name} of {owner}")
