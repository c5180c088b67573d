"""Each request has an id, which its answer and every log line about it tell."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from uuid_utils import uuid7

HEADER = "X-Request-Id"
_SENT = "HTTP_X_REQUEST_ID"  # as WSGI names it
_SANE = re.compile("[A-Za-z0-9._-]{8,100}")
_NONE = "-"  # of what happens outside any request

_current: ContextVar[str] = ContextVar("request_id", default=_NONE)


class RequestIdMiddleware:
    """The caller's own id if it is a sane one, else a new UUIDv7."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.META.get(_SENT, "")
        request_id = sent if _SANE.fullmatch(sent) else str(uuid7())
        request.META[HEADER] = request_id
        token = _current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = request_id
        return response


def of(record: logging.LogRecord) -> str:
    """The id of the request that the record is about.

    Django tells of an error when the middleware is done, but names the request.
    """
    request = getattr(record, "request", None)
    meta = getattr(request, "META", {})
    return str(meta.get(HEADER) or _current.get())
