"""A body that is larger than any other address takes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

MOST = 1024 * 1024  # bytes

_View = TypeVar("_View", bound=Callable[..., Any])


def takes_large_body(view: _View) -> _View:
    """Let this endpoint read up to MOST bytes; more is refused as elsewhere."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if settings.DATA_UPLOAD_MAX_MEMORY_SIZE < length <= MOST:
            request._body = request.read()  # what HttpRequest.body keeps, and refuses
        return view(request, *args, **kwargs)

    return read  # type: ignore[return-value]
