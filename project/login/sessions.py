"""When a session ends: idle, old, or of somebody whose rights have changed."""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from project.errors import API_PREFIX
from project.login import arrival, second_factor

MARKS = "marks"
NOTICED = 60  # seconds: how exactly idleness is known, so that few requests write
# No login counts there: who is there keeps none alive.
WITHOUT_LOGIN = (API_PREFIX, "/hosted/")
POLLING = "X-Polling"  # a page that asks by itself is not somebody at work


class SessionEndMiddleware:
    """After AuthenticationMiddleware. Whoever is out goes on as a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_elsewhere = request.path_info.startswith(WITHOUT_LOGIN)
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_known and not is_elsewhere:
            request.user = arrival.person_of(request)
            if isinstance(request.user, User):
                _go_on_or_end(request, request.user)
        return self.get_response(request)


def begin(request: HttpRequest, user: User) -> None:
    """At the login, and when what the person may do changed by their own act."""
    now = time.time()
    request.session[MARKS] = {
        "since": now,
        "seen": now,
        "rights": _rights(user, second_factor.of(user)),
    }


def keep(request: HttpRequest, user: User) -> None:
    """The person changed their own second factor: this session, and no other, stays."""
    marks = request.session[MARKS]
    request.session[MARKS] = marks | {"rights": _rights(user, second_factor.of(user))}


def _go_on_or_end(request: HttpRequest, user: User) -> None:
    marks, now = request.session.get(MARKS), time.time()
    if marks is None:
        begin(request, user)
        return
    idle = now - marks["seen"]
    if (
        idle > settings.SESSION_IDLE_MINUTES * 60
        or now - marks["since"] > settings.SESSION_COOKIE_AGE
        or marks["rights"] != _rights(user, second_factor.at_start(user))
    ):
        logout(request)
    elif idle > NOTICED and POLLING not in request.headers:
        request.session[MARKS] = marks | {"seen": now}


def _rights(user: User, factor: int | None) -> str:
    """What the person may do, and the second factor. Only staff's can be changed."""
    if not user.is_staff:
        return f"superuser {user.is_superuser}"
    rights = ["superuser"] if user.is_superuser else sorted(user.get_all_permissions())
    rights.append(f"factor {factor}")
    return hashlib.sha256(" ".join(rights).encode()).hexdigest()[:32]
