"""In which charset a request is read: in ours, whatever it says of itself."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters

_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_OURS = {"utf-8", "utf8"}


class Request(WSGIRequest):
    """Django would read the address, too, in the charset that the body claims.

    Where that is none of texts, as "hex", or is not known, it fails before any of us
    could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """A form in another charset is none that we read."""
        try:
            kind, params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            kind, params = "", {}
        is_ours = params.get("charset", "utf-8").lower() in _OURS
        self.content_type = "" if kind in _FORMS and not is_ours else kind
        self.content_params = params
