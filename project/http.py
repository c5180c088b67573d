"""What the faces share about HTTP. Imports Django only."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django_htmx.middleware import HtmxDetails


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
