"""Who may open a page of the users' form, and how."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from project.http import UserHttpRequest

View = Callable[..., HttpResponse]

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def for_users(view: View) -> View:
    """Behind a login, never cached; staff, who have no coins here, work in the portal.

    The user's id in the domain is their username.
    """

    @wraps(view)
    def guarded(request: UserHttpRequest, **kwargs: object) -> HttpResponse:
        if request.user.is_staff:
            return redirect("portal:queue")
        return view(request, **kwargs)

    return never_cache(login_required(guarded))
