"""How an exception on its way out of an endpoint becomes the one shape of error."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from withdrawals.api import journal
from withdrawals.api.errors import InvalidFields, MissingFields, refusal_of
from withdrawals.api.schemas import MUST_BE


class Api(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Answer as the table says, and log the code; a fault of ours with its trace.

        `exc` is whatever was raised on the way to an answer.
        """
        error = _MEANINGS.get(type(exc), _itself)(exc)
        refusal = refusal_of(error)
        ours = refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        outcome = f"refused {refusal.status} {refusal.code}"
        journal.write(request, outcome, error=error if ours else None)
        return refusal.answer(error)


def _itself(error: Exception) -> Exception:
    return error


def _in_the_parser(error: HttpError) -> Exception:
    """django-ninja wraps whatever the parser of the body raises."""
    cause = error.__cause__
    return cause if isinstance(cause, Exception) else error


def _in_the_fields(error: ValidationError) -> Exception:
    problems = {str(each["loc"][-1]): each["type"] for each in error.errors}
    is_missing = error.errors[0]["type"] == "missing"
    kind = MissingFields if is_missing else InvalidFields
    return kind({name: _message(name, type_) for name, type_ in problems.items()})


def _message(name: str, problem: str) -> str:
    if problem == "missing":
        return f"{name} is required."
    return f"{name} must be {MUST_BE[name]}."


_MEANINGS: dict[type[Exception], Any] = {
    HttpError: _in_the_parser,
    ValidationError: _in_the_fields,
}
