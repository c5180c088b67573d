"""Staff gets no staff page before it has a second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from project.http import lead_to
from project.login import second_factor

STAFF_PAGES = ("/portal/", "/admin/")


class SecondFactorMiddleware:
    """After SessionEndMiddleware and HtmxMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_missing(request):
            return lead_to(request, reverse("mfa_activate_totp"))
        return self.get_response(request)


def _is_missing(request: HttpRequest) -> bool:
    # What leads to the view: `path` has before it what a server was told of itself.
    is_staffs = request.path_info.startswith(STAFF_PAGES)
    if not settings.STAFF_TOTP_REQUIRED or not is_staffs:
        return False
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return False
    return second_factor.at_start(user) is None
