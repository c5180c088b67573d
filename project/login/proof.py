"""Step-up: before what could do harm, the person proves again who they are."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from project.http import lead_to, page_shown
from project.login import second_factor

View = Callable[..., HttpResponseBase]


def step_up(view: View) -> View:
    """The view after a proof that is at most STEP_UP_MINUTES old; then back to it.

    Stands behind the view's own door: whoever is not signed in passes here.
    """

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or is_fresh(request, request.user):
            return view(request, *args, **kwargs)
        back = urlencode({"next": page_shown(request)})
        return lead_to(request, f"{page_for(request.user)}?{back}")

    return proved


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Whether the last login or proof is not long ago."""
    records = get_authentication_records(request, user)
    if not records:
        return False
    return bool(time.time() - records[-1]["at"] < settings.STEP_UP_MINUTES * 60)


def page_for(user: User) -> str:
    """A code proves more than the password, which somebody may have read over."""
    has_code = second_factor.of(user) is not None
    return reverse("mfa_reauthenticate" if has_code else "account_reauthenticate")
