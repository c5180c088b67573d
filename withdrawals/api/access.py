"""Who calls: an app's server by its key, or this machine where that is open."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from withdrawals.actors import Actor
from withdrawals.api import keys

LOCAL = "local"  # who acts when no key is required
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class ApiRequest(HttpRequest):
    """A request as BearerKey lets it through."""

    auth: Actor
    facts: dict[str, object]  # what the log line tells, see journal.py


class BearerKey(HttpAuthBase):
    """Authorization: Bearer <key>. A key that is sent must be right, always."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor | None:
        header = request.headers.get("Authorization")
        if header is None:
            return Actor.app(LOCAL) if _is_open(request) else None
        scheme, _, key = header.partition(" ")
        name = keys.holder(key.strip()) if scheme.lower() == "bearer" else None
        return Actor.app(name) if name else None


def _is_open(request: HttpRequest) -> bool:
    """REMOTE_ADDR only: a forwarded address is anyone's claim."""
    return not settings.API_REQUIRE_KEY and request.META["REMOTE_ADDR"] in _LOOPBACK
