"""Django's admin, whose address bar takes any lookup that one can think of."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from project.login.proof import step_up

RIGHTS = ("auth_user_", "auth_group_")
_View = Callable[..., HttpResponseBase]


class StrictAdminSite(AdminSite):
    def admin_view(self, view: _View, cacheable: bool = False) -> Any:
        """Answer 400 where the database cannot read what was asked.

        Accounts and roles open after a new proof of who is there.
        """
        proved = step_up(view)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            is_rights = _is_about_rights(request)
            return (proved if is_rights else view)(request, *args, **kwargs)

        @wraps(view)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if _is_unreadable(request):
                raise BadRequest
            try:
                return guarded(request, *args, **kwargs)
            except (DataError, OverflowError, ValidationError) as error:
                raise BadRequest from error

        return super().admin_view(readable, cacheable)

    def password_change(self, request: HttpRequest, *args: Any) -> HttpResponse:  # type: ignore[override]
        """The one page for it is not here."""
        return redirect("account_change_password")

    password_change_done = password_change  # type: ignore[assignment]


def _is_about_rights(request: HttpRequest) -> bool:
    """Whether the person, who may open it, is at the accounts or the roles."""
    match = request.resolver_match
    name = (match and match.url_name) or ""
    return name.startswith(RIGHTS) and request.user.has_module_perms("auth")


def _is_unreadable(request: HttpRequest) -> bool:
    """A NUL, which PostgreSQL refuses; a regular expression, which each reads alone."""
    values = [value for _, values in request.GET.lists() for value in values]
    has_nul = any("\0" in each for each in (request.path, *request.GET, *values))
    return has_nul or any("regex" in name for name in request.GET)
