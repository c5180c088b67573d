"""The product, and one view that does nothing: what the server itself costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

EMPTY = "api/razorpay/empty/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b'{"success":true}', content_type="application/json")


urlpatterns = [path(EMPTY, empty), path("", include("project.urls"))]
