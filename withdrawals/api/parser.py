"""JSON, taken strictly: what two readers could read differently is refused."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from withdrawals.api.exceptions import InvalidJSON, WrongContentType

_Object = dict[str, Any]


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> _Object:
        if request.content_type != "application/json":
            raise WrongContentType
        known: _Object | None = getattr(request, "parsed", None)
        if known is None:
            known = request.__dict__["parsed"] = loads(request.body)
        return known


def loads(body: bytes) -> _Object:
    """Read a JSON object; raise InvalidJSON.

    Refused: a doubled key, NaN and infinities (1e999 too), numbers of thousands of
    digits, a byte order mark, another encoding, lone surrogates, endless nesting.
    """
    try:
        data = _read(body.decode())
        _write(data).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidJSON from error
    if not isinstance(data, dict):
        raise InvalidJSON
    return data


def _unique(pairs: list[tuple[str, Any]]) -> _Object:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key comes twice")
    return dict(pairs)


_read = json.JSONDecoder(object_pairs_hook=_unique).decode
_write = json.JSONEncoder(allow_nan=False, ensure_ascii=False).encode
