"""What the faces share about HTTP. Imports Django only."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django_htmx.middleware import HtmxDetails


def ip_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our proxy, what the proxy itself added."""
    claimed = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    address = claimed if settings.BEHIND_PROXY and claimed else None
    return str(address or request.META.get("REMOTE_ADDR", ""))[:45]


class HtmxHttpRequest(HttpRequest):
    """A request as HtmxMiddleware leaves it."""

    htmx: HtmxDetails


class UserHttpRequest(HtmxHttpRequest):
    """A request behind a login."""

    user: User


def json_error(
    status: int,
    code: str,
    message: str,
    field: str | None = None,
    details: dict[str, Any] | None = None,
) -> JsonResponse:
    """The one shape of an error below /api/."""
    error = {
        "code": code,
        "message": message,
        "field": field,
        "details": details or {},
    }
    return JsonResponse(
        {"success": False, "error": error},
        status=status,
        headers={"Cache-Control": "no-store"},
    )
