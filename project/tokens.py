"""The token of the forms, and the cookie that it is compared with."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.utils.functional import SimpleLazyObject

_SIZE = len(CSRF_ALLOWED_CHARS)
_PLACE = {char: place for place, char in enumerate(CSRF_ALLOWED_CHARS)}


def form_token(request: HttpRequest) -> dict[str, object]:
    """Templates' csrf_token; each page has another one, so that no compressed size
    tells of it.
    """
    return {"csrf_token": SimpleLazyObject(lambda: _token(request))}


def _token(request: HttpRequest) -> str:
    """What Django's get_token() gives, in a fifth of the time."""
    secret: str | None = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(secret)


def masked(secret: str) -> str:
    """A mask of its length, by chance, and the secret under it."""
    chance, mask, hidden = secrets.randbelow(_SIZE ** len(secret)), "", ""
    for char in secret:
        chance, shift = divmod(chance, _SIZE)
        mask += CSRF_ALLOWED_CHARS[shift]
        hidden += CSRF_ALLOWED_CHARS[(_PLACE[char] + shift) % _SIZE]
    return mask + hidden


class TokenMiddleware:
    """It is sent when it is new, not with each page that has a form.

    Django would renew its year each time; a sign-in makes a new one, and no session
    lasts longer than that. A page that depends on the session says so by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        if request.session.accessed and request.META.get("CSRF_COOKIE") == sent:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        return response
