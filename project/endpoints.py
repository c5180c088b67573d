"""The way of the JSON endpoints past what only pages need.

An app's server has no session, no messages and no browser that would heed a page's
policy: what reads and writes those took longer than an empty view.
"""

from collections.abc import Callable
from typing import ClassVar

from django.http import HttpRequest, HttpResponse

_View = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/razorpay/"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}


class PastPagesMiddleware:
    """What follows, up to PagesEndMiddleware, is for pages only."""

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response
        self.past = PagesEndMiddleware.views[-1]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self.past(request)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response


class PagesEndMiddleware:
    """Django makes the last middleware first: this one is there before the other."""

    views: ClassVar[list[_View]] = []

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response
        self.views[:] = [get_response]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
