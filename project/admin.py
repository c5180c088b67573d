"""Django's admin, whose address bar takes any lookup that one can think of."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase

_View = Callable[..., HttpResponseBase]


class StrictAdminSite(AdminSite):
    def admin_view(self, view: _View, cacheable: bool = False) -> Any:
        """Answer 400 where the database cannot read what was asked."""

        @wraps(view)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if _is_unreadable(request):
                raise BadRequest
            try:
                return view(request, *args, **kwargs)
            except (DataError, OverflowError, ValidationError) as error:
                raise BadRequest from error

        return super().admin_view(readable, cacheable)


class StrictAdminConfig(AdminConfig):
    default_site = "project.admin.StrictAdminSite"


def _is_unreadable(request: HttpRequest) -> bool:
    """A NUL, which PostgreSQL refuses; a regular expression, which each reads alone."""
    values = [value for _, values in request.GET.lists() for value in values]
    has_nul = any("\0" in each for each in (request.path, *request.GET, *values))
    return has_nul or any("regex" in name for name in request.GET)
