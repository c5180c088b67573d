"""The one place where a password is checked."""

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from project.http import network_of
from project.login import entries, throttle


def owner(request: HttpRequest, username: str, password: str) -> User | None:
    """Whose name and password these are, if anyone's. Raises throttle.TooMany."""
    try:
        places = _places(request, username)
    except throttle.TooMany as refused:
        if refused.is_first:
            entries.failed(request, username, throttled=True)
        raise
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        entries.failed(request, username)
        return None
    throttle.give_back(*places)
    return user


def _places(request: HttpRequest, username: str) -> list[str]:
    """For one try of this name's, and one of whoever tries one password on many."""
    wanted: list[tuple[str, object, int]] = [("password", username, throttle.LIMIT)]
    if network := network_of(request):
        wanted.append(("address", network, throttle.ADDRESS_LIMIT))
    return throttle.take_all(*wanted)
