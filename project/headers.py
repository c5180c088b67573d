"""Headers that Django has no setting for, on every answer, also of an error."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Django's own pages for whoever develops write their style into the page.
_OF_DEVELOPERS = HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR


class PolicyMiddleware:
    """What a page may load, and that no other site may load what is ours.

    Browsers keep to it; the app's servers, which call the JSON endpoints, have no page
    that they would call from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not (settings.DEBUG and response.status_code in _OF_DEVELOPERS):
            headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        return response
