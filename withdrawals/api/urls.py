"""Everything below /api/, whatever is sent there."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from project.errors import CODES
from project.http import json_error
from withdrawals.api.access import BearerKey
from withdrawals.api.handlers import Api
from withdrawals.api.parser import StrictParser
from withdrawals.api.views import router

api = Api(
    title="Coin withdrawals",
    description="Users redeem reward coins for rupees by UPI. 1 coin is ₹0.10.",
    auth=BearerKey(),
    parser=StrictParser(),
    urls_namespace="api",
)
api.add_router("/razorpay", router)


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Also an endpoint without its last slash: a POST cannot be redirected there."""
    return json_error(HTTPStatus.NOT_FOUND, *CODES[HTTPStatus.NOT_FOUND])


urlpatterns = [path("", api.urls), path("<path:rest>", nothing_here)]
