"""Everything below /api/, whatever is sent there."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from project.errors import CODES
from project.http import json_error
from withdrawals.api import coins, deliveries, links, pages, webhooks
from withdrawals.api.access import undeclared
from withdrawals.api.handlers import Api
from withdrawals.api.openapi import DESCRIPTION
from withdrawals.api.parser import StrictParser
from withdrawals.api.views import router

_View = TypeVar("_View", bound=Callable[..., Any])


def _read_only(view: _View) -> _View:
    return csrf_exempt(require_safe(view))


api = Api(
    title="Coin withdrawals",
    description=DESCRIPTION,
    auth=undeclared,
    parser=StrictParser(),
    urls_namespace="api",
    docs_decorator=_read_only,
)
api.add_router("/razorpay", router)
api.add_router("/razorpay/coins", coins.router)
api.add_router("/razorpay/withdraw/link", links.router)
api.add_router("/razorpay/webhooks", webhooks.router)
api.add_router("/razorpay/webhooks", deliveries.router)


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Also an endpoint without its last slash: a POST cannot be redirected there."""
    return json_error(HTTPStatus.NOT_FOUND, *CODES[HTTPStatus.NOT_FOUND])


urlpatterns = [
    path("", nothing_here),
    path("docs/errors", _read_only(pages.errors), name="api-errors"),
    path("", api.urls),
    path("<path:rest>", nothing_here),
]
