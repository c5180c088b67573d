"""Who comes with a session: both are read by one journey once the person is known.

The second page asks for the session together with whom it belonged to at the first, and
what the portal keeps for that person. That is a guess: it decides what is read, and the
session that was read decides whether it was right.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from project.login import backend
from project.sessions import SessionStore
from withdrawals.portal import desk

MOST = 10_000  # sessions whose person one process remembers
PORTAL = "/portal/"


class Owner(NamedTuple):
    pk: int
    name: str


_owners: dict[int, Owner] = {}  # by the hash of the key: no key is kept


def person_of(request: HttpRequest) -> User | AnonymousUser:
    """Whom Django's get_user() finds."""
    session: SessionStore = request.session  # type: ignore[assignment]
    mark = hash(session.session_key)
    owner = _owners.get(mark)
    if owner and (user := _guessed(request, session, owner)):
        return user
    found = auth.get_user(request)
    if isinstance(found, User):
        if len(_owners) >= MOST:
            _owners.clear()
        _owners[mark] = Owner(found.pk, found.get_username())
    return found


def _guessed(request: HttpRequest, session: SessionStore, owner: Owner) -> User | None:
    """The owner, if that is whom the session names, and it is still good."""
    at_desk = request.method == "GET" and request.path_info.startswith(PORTAL)
    asked = backend.asked(owner.pk)
    found = session.load_with(*asked, *(desk.asked(*owner) if at_desk else ()))
    if not found or session.get(auth.SESSION_KEY) != str(owner.pk):
        return None
    user = backend.person(*found[: len(asked)])
    if not user or user.get_username() != owner.name or not _is_good(session, user):
        return None
    if at_desk:
        desk.put(user, *found[len(asked) :])
    return user


def _is_good(session: SessionStore, user: User) -> bool:
    """Made by our own sign-in, and since the password was changed."""
    is_ours = session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    given = session.get(auth.HASH_SESSION_KEY, "")
    return is_ours and constant_time_compare(given, user.get_session_auth_hash())
