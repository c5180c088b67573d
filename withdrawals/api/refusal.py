"""How an exception is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _facts
from operator import attrgetter
from typing import Any

from django.http import HttpResponse

from project.http import json_error


@dataclass(frozen=True)
class Refusal:
    """How an exception is answered; {e.…} in a text is a fact on the exception."""

    status: int
    code: str
    message: str
    field: str = ""
    details: Mapping[str, str] = _facts(default_factory=dict)  # name: fact
    hint: str = ""  # ends the message unless a detail is None
    headers: Mapping[str, str] = _facts(default_factory=dict)

    def told(self, error: Exception) -> dict[str, Any]:
        """The error in the contract's words."""
        details = {name: attrgetter(fact)(error) for name, fact in self.details.items()}
        hint = "" if None in details.values() else self.hint
        return {
            "code": self.code,
            "message": (self.message + hint).format(e=error),
            "field": self.field.format(e=error) or None,
            "details": details,
        }

    def answer(self, error: Exception) -> HttpResponse:
        response = json_error(self.status, **self.told(error))
        for name, value in self.headers.items():
            response[name] = value.format(e=error)
        return response
