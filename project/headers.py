"""Headers that Django has no setting for, on every answer, also of an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class IsolationMiddleware:
    """No other site may load what is ours: not as an image, a script or a frame.

    Browsers keep to it; the app's servers, which call the JSON endpoints, have no page
    that they would call from.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
