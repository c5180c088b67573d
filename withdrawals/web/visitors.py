"""Who uses the form, however they came in: by a login, or by an app's link.

The form is there twice, under two addresses, and each looks at its own cookie alone: a
browser in which somebody is signed in can hold a visit as well, and neither knows of
the other.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from project.http import HtmxHttpRequest
from withdrawals.actors import Actor
from withdrawals.hosted.models import Link, Result

VISIT = "visit"  # the namespace of the form's second address
COOKIE = "visit"
PATH = "/hosted/"  # the cookie goes nowhere else


@dataclass
class Visitor:
    user_id: str
    session: MutableMapping[str, Any]  # what lasts from page to page
    visit: Link | None = None

    @property
    def actor(self) -> Actor:
        """One of the app's users and nothing more, whoever else is signed in."""
        return Actor.user(self.user_id)

    @property
    def short_name(self) -> str:
        """ "user123" -> "u•••123": enough for its owner."""
        return masked(self.user_id)

    def did(self, result: Result, withdrawal_id: UUID) -> None:
        """What the app will be told, if an app sent this visitor."""
        if self.visit:
            self.visit.result, self.visit.withdrawal_id = result, withdrawal_id
            self.visit.save(update_fields=["result", "withdrawal_id"])


class WebRequest(HtmxHttpRequest):
    """A request as `for_users` lets it through."""

    visitor: Visitor


def lead_to(request: WebRequest, page: str, *args: object) -> HttpResponse:
    """To another page of the form, under the address by which this visitor came."""
    namespace = request.resolver_match.namespace if request.resolver_match else None
    url = reverse(f"web:{page}", args=args, current_app=namespace)
    return HttpResponseRedirect(url)


def keep(request: HttpRequest, response: HttpResponse, secret: str, age: int) -> None:
    """Let the browser hold the visit for `age` seconds."""
    response.set_cookie(
        COOKIE,
        secret,
        age,
        path=PATH,
        secure=request.is_secure(),
        samesite="Lax",
        httponly=True,
    )


def masked(user_id: str) -> str:
    last = user_id[-3:] if len(user_id) > 6 else ""
    return f"{user_id[:1]}•••{last}"
