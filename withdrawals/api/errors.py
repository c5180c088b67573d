"""Every refusal of the JSON face: one table from exception to answer."""

import dataclasses
from collections.abc import Mapping
from http import HTTPStatus
from operator import attrgetter

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from ninja.errors import AuthenticationError

from project.errors import BUSY, CODES, INTERNAL, RETRY_AFTER
from project.http import json_error
from wallet.exceptions import InsufficientCoins, InvalidUserId
from withdrawals.api.parser import InvalidJSON, WrongContentType
from withdrawals.api.schemas import MUST_BE
from withdrawals.exceptions import (
    AmountOutOfRange,
    IllegalTransition,
    InvalidText,
    InvalidUPIID,
    KeyInFlight,
    KeyReused,
    UnknownHandle,
    WithdrawalNotFound,
)


class InvalidFields(Exception):
    """Fields of the wrong type or form; `fields` has a message for each."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.fields = fields
        self.field, self.message = next(iter(fields.items()))


class MissingFields(InvalidFields):
    """As InvalidFields, and the first of them is missing."""


@dataclasses.dataclass(frozen=True)
class Refusal:
    """How an exception is answered; {e.…} in a text is a fact on the exception."""

    status: int
    code: str
    message: str
    field: str = ""
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)  # name: fact
    hint: str = ""  # ends the message unless a detail is None
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def answer(self, error: Exception) -> HttpResponse:
        details = {name: attrgetter(fact)(error) for name, fact in self.details.items()}
        hint = "" if None in details.values() else self.hint
        response = json_error(
            self.status,
            self.code,
            (self.message + hint).format(e=error),
            self.field.format(e=error) or None,
            details,
        )
        for name, value in self.headers.items():
            response[name] = value
        return response


_BUSY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    *CODES[HTTPStatus.SERVICE_UNAVAILABLE],
    headers={"Retry-After": RETRY_AFTER},
)

# The nearest class in an exception's line of ancestors counts.
REFUSALS: dict[type[Exception], Refusal] = {
    MissingFields: Refusal(
        400, "missing_field", "{e.message}", "{e.field}", {"fields": "fields"}
    ),
    InvalidFields: Refusal(
        400, "invalid_field", "{e.message}", "{e.field}", {"fields": "fields"}
    ),
    InvalidText: Refusal(400, "invalid_field", "{e.field} {e.problem}.", "{e.field}"),
    InvalidUserId: Refusal(
        400, "invalid_field", f"user_id must be {MUST_BE['user_id']}.", "user_id"
    ),
    AmountOutOfRange: Refusal(
        400,
        "amount_out_of_range",
        "amount must be a whole number of coins from {e.least} to {e.most}.",
        "amount",
        {"least": "least", "most": "most"},
    ),
    InvalidUPIID: Refusal(
        400,
        "invalid_upi_id",
        f"Invalid UPI ID format: upi_id must be {MUST_BE['upi_id']}.",
        "upi_id",
    ),
    UnknownHandle: Refusal(
        400,
        "invalid_upi_id",
        "Invalid UPI ID: no bank is known for @{e.handle}.",
        "upi_id",
        {"suggestion": "suggestion"},
        hint=" Did you mean {e.suggestion}?",
    ),
    InsufficientCoins: Refusal(
        400,
        "insufficient_balance",
        "Insufficient coin balance: {e.available} available, {e.asked} asked.",
        "amount",
        {"available": "available", "asked": "asked"},
    ),
    IllegalTransition: Refusal(
        400,
        "not_pending",
        "Cannot cancel non-pending withdrawal: it is {e.withdrawal.status}.",
        details={"status": "withdrawal.status"},
    ),
    InvalidJSON: Refusal(
        400,
        "invalid_json",
        "The body must be one JSON object in UTF-8: no key twice, no NaN or Infinity, "
        "no byte order mark.",
    ),
    SuspiciousOperation: Refusal(400, *CODES[HTTPStatus.BAD_REQUEST]),
    AuthenticationError: Refusal(
        401,
        "unauthorized",
        "Send the header Authorization: Bearer <key> with a valid key.",
        headers={"WWW-Authenticate": "Bearer"},
    ),
    WithdrawalNotFound: Refusal(
        404, "withdrawal_not_found", "Withdrawal not found.", "withdrawal_id"
    ),
    KeyInFlight: Refusal(
        409,
        "request_in_progress",
        "The first call with this Idempotency-Key is still being worked on.",
        "Idempotency-Key",
        headers={"Retry-After": "1"},
    ),
    RequestDataTooBig: Refusal(413, *CODES[HTTPStatus.REQUEST_ENTITY_TOO_LARGE]),
    WrongContentType: Refusal(
        415, "unsupported_media_type", "Send the body as application/json."
    ),
    KeyReused: Refusal(
        422,
        "idempotency_key_reused",
        "This Idempotency-Key came before with another body.",
        "Idempotency-Key",
    ),
    **dict.fromkeys(BUSY, _BUSY),
    Exception: Refusal(500, *INTERNAL),
}


def refusal_of(error: Exception) -> Refusal:
    return next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
