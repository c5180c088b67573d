"""The cookie that the forms' tokens are compared with."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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
