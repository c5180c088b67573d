"""The one place where a password is checked."""

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from project.login import entries, throttle


def owner(request: HttpRequest, username: str, password: str) -> User | None:
    """Whose name and password these are, if anyone's. Raises throttle.TooMany."""
    try:
        place = throttle.take("password", username)
    except throttle.TooMany as refused:
        if refused.is_first:
            entries.failed(request, username, throttled=True)
        raise
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        entries.failed(request, username)
        return None
    throttle.give_back(place)
    return user
