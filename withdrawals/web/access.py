"""Who may open a page of the users' form, and how."""

import copy
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from withdrawals.hosted import links
from withdrawals.web.visitors import COOKIE, VISIT, Visitor, WebRequest

View = Callable[..., HttpResponse]

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def for_users(view: View) -> View:
    """Behind a login or within a visit, never cached; the view gets its visitor."""
    signed_in, visiting = login_required(_signed_in(view)), _visiting(view)

    @wraps(view)
    def guarded(request: Any, **kwargs: object) -> HttpResponse:
        is_visit = request.resolver_match.namespace == VISIT
        return (visiting if is_visit else signed_in)(request, **kwargs)

    return never_cache(guarded)


def _signed_in(view: View) -> View:
    """Staff, who have no coins here, work in the portal.

    The user's id in the domain is their username.
    """

    def guarded(request: Any, **kwargs: object) -> HttpResponse:
        if request.user.is_staff:
            return redirect("portal:queue")
        request.visitor = Visitor(request.user.get_username(), request.session)
        return view(request, **kwargs)

    return guarded


def _visiting(view: View) -> View:
    """Whoever is signed in here besides counts for nothing."""

    def guarded(request: WebRequest, **kwargs: object) -> HttpResponse:
        visit = links.visit_of(request.COOKIES.get(COOKIE, ""))
        if visit is None:
            status = HTTPStatus.FORBIDDEN
            return render(request, "hosted/over.html", {"why": "visit"}, status=status)
        before = copy.deepcopy(visit.draft)
        request.visitor = Visitor(visit.user_id, visit.draft, visit)
        response = view(request, **kwargs)
        if visit.draft != before:
            visit.save(update_fields=["draft"])
        return response

    return guarded
