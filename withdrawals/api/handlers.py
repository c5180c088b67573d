"""How an exception on its way out of an endpoint becomes the one shape of error."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from withdrawals.api import journal, limiting, record
from withdrawals.api.errors import refusal_of
from withdrawals.api.exceptions import InvalidFields, MissingFields
from withdrawals.api.fields import MUST_BE
from withdrawals.api.openapi import Document

_SHOWN = 100  # wrong fields
_NOT_SENT = HttpResponse()


class Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: Any = None
    ) -> OpenAPISchema:
        return Document(self, path_prefix or self.get_root_path(path_params or {}))

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """Every endpoint makes its own answer."""
        return _NOT_SENT

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer as the table says, and log the code; a fault of ours with its trace.

        `exc` is whatever was raised on the way to an answer.
        """
        error = _MEANINGS.get(type(exc), _itself)(exc)
        refusal = refusal_of(error)
        ours = refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        outcome = f"refused {refusal.status} {refusal.code}"
        journal.write(request, outcome, error=error if ours else None)
        if not ours and refusal.status != HTTPStatus.TOO_MANY_REQUESTS:
            record.ended(request, refusal.code)
        response = refusal.answer(error)
        limiting.tell(request, response)
        return response


def _itself(error: Exception) -> Exception:
    return error


def _in_the_parser(error: HttpError) -> Exception:
    """django-ninja wraps whatever the parser of the body raises."""
    cause = error.__cause__
    return cause if isinstance(cause, Exception) else error


def _in_the_fields(error: ValidationError) -> Exception:
    is_missing = error.errors[0]["type"] == "missing"
    kind = MissingFields if is_missing else InvalidFields
    return kind(dict(map(_problem, error.errors[:_SHOWN])))


def _problem(error: dict[str, Any]) -> tuple[str, str]:
    """The field and what it must be: ("items[3].amount", "… must be …")."""
    steps = error["loc"]
    name = str(next(each for each in reversed(steps) if isinstance(each, str)))
    at = next((n for n, each in enumerate(steps) if isinstance(each, int)), None)
    path = _path(steps[at - 1 :]) if at else name
    if error["type"] == "missing":
        return path, f"{path} is required."
    return path, f"{path} must be {MUST_BE[name]}."


def _path(steps: Sequence[str | int]) -> str:
    texts = (f"[{each}]" if isinstance(each, int) else f".{each}" for each in steps)
    return "".join(texts)[1:]


_MEANINGS: dict[type[Exception], Any] = {
    HttpError: _in_the_parser,
    ValidationError: _in_the_fields,
}
