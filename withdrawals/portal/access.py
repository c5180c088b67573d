"""The door of every staff page."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from project import themes
from project.http import UserHttpRequest
from project.login.sessions import POLLING
from withdrawals.portal import desk, staff_settings

P = ParamSpec("P")
View = Callable[Concatenate[UserHttpRequest, P], HttpResponseBase]
STOP_POLLING = 286  # htmx reads it so
SEE = "withdrawals.view_coinwithdrawal"
# What Django's never_cache() writes, which takes it longer than to find the page.
_NEVER_STORED = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Expires": "0",
}


def staff_page(
    view: View[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For staff who may see requests; never cached, and login comes back here."""

    @wraps(view)
    def guarded(
        request: UserHttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        if not (request.user.is_staff and request.user.has_perm(SEE)):
            raise PermissionDenied
        if request.method == "GET":
            desk.lay(request.user)
        theme = staff_settings.of(request.user).theme
        is_news = themes.follow(request, theme)
        response = view(request, *args, **kwargs)
        if is_news:
            themes.keep(request, response, theme)
        for name, value in _NEVER_STORED.items():
            response.headers[name] = value
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    return guarded  # type: ignore[return-value]


def needs(permission: str) -> Callable[[View[P]], View[P]]:
    """Behind staff_page: only for those of the staff who have this permission."""

    def of(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(
            request: UserHttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied(f"needs {permission}")
            return view(request, *args, **kwargs)

        return guarded

    return of


def _to_login(request: UserHttpRequest) -> HttpResponse:
    """Also for a partial: the whole page goes to the login and comes back."""
    if not request.htmx:
        return redirect_to_login(_page_of(request))
    login = redirect_to_login(_shown_to(request))
    if POLLING in request.headers:  # nobody pressed anything: do not take them away
        context = {"login": login.url}
        return render(request, "portal/_signed_out.html", context, status=STOP_POLLING)
    return HttpResponseClientRedirect(login.url, status=HTTPStatus.NO_CONTENT)


def _page_of(request: UserHttpRequest) -> str:
    """The page itself; for a button, which takes no GET, the page it stands on.

    A button's address is one step below its page's.
    """
    if request.method != "POST":
        return request.get_full_path()
    return request.path.rstrip("/").rpartition("/")[0] + "/"


def _shown_to(request: UserHttpRequest) -> str:
    """The page that the browser shows; the queue when it does not say."""
    try:
        return request.htmx.current_url_abs_path or reverse("portal:queue")
    except ValueError:  # no address at all
        return reverse("portal:queue")
