"""Parameters that several endpoints take."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http.request import HttpHeaders
from ninja.params.functions import Header

from withdrawals.api.fields import MUST_BE

KEY_FORM = "^[ -~]{1,255}$"
KEY: Any = Header(
    None,
    alias="Idempotency-Key",
    description=MUST_BE["Idempotency-Key"],
    pattern=KEY_FORM,
)


class Headers(Mapping[str, str]):
    """What a request has in its headers, each looked up when it is asked for.

    Django first writes out all their names, to find the one that an endpoint takes.
    """

    def __init__(self, meta: dict[str, Any]) -> None:
        self.meta = meta

    def __getitem__(self, name: str) -> str:
        value: str = self.meta[HttpHeaders.to_wsgi_name(name)]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(HttpHeaders(self.meta))

    def __len__(self) -> int:
        return len(HttpHeaders(self.meta))
