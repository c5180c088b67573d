"""Where a list goes on: opaque, and good for one list of one user only."""

from django.core.signing import BadSignature, Signer, b64_decode, b64_encode

from withdrawals.api.exceptions import InvalidCursor


def seal(name: str, user_id: str, place: object) -> str:
    """The cursor of a place in the list `name` of this user."""
    return b64_encode(_signer(name, user_id).sign(str(place)).encode()).decode()


def place_in(name: str, user_id: str, cursor: str) -> str:
    """The place; raise InvalidCursor for whatever this list did not give this user."""
    try:
        return _signer(name, user_id).unsign(b64_decode(cursor.encode()).decode())
    except (BadSignature, ValueError) as error:
        raise InvalidCursor(cursor) from error


def _signer(name: str, user_id: str) -> Signer:
    return Signer(salt=f"{name} of {user_id}")
