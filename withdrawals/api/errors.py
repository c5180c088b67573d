"""Every refusal of the JSON face: one table from exception to answer."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from ninja.errors import AuthenticationError

from project.errors import BUSY, CODES, INTERNAL, RETRY_AFTER
from wallet.exceptions import (
    InsufficientCoins,
    InvalidUserId,
    OtherKind,
)
from withdrawals.api.credit_errors import CREDIT_REFUSALS
from withdrawals.api.exceptions import (
    InvalidCursor,
    InvalidFields,
    InvalidJSON,
    KeyInAddress,
    MissingFields,
    MissingScope,
    NetworkNotAllowed,
    WrongContentType,
)
from withdrawals.api.fields import MUST_BE
from withdrawals.api.refusal import Refusal
from withdrawals.api.webhook_errors import WEBHOOK_REFUSALS
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
from withdrawals.hosted.exceptions import ReturnUrlNotAllowed
from withdrawals.limits.exceptions import RateLimited

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
    InvalidCursor: Refusal(
        400,
        "invalid_cursor",
        "cursor must be the next of an earlier answer to the same question.",
        "cursor",
    ),
    ReturnUrlNotAllowed: Refusal(
        400,
        "return_url_not_allowed",
        "return_url is not one of the addresses that this app may return to.",
        "return_url",
    ),
    IllegalTransition: Refusal(
        400,
        "not_pending",
        "Cannot cancel non-pending withdrawal: it is {e.withdrawal.status}.",
        details={"status": "withdrawal.status"},
    ),
    OtherKind: Refusal(
        400,
        "wrong_mode",
        "This is a {e.kind} user. A test key works on test users only, a live key on "
        "live users only.",
        "user_id",
        {"user": "kind"},
    ),
    KeyInAddress: Refusal(
        400,
        "key_in_url",
        "Send the key in the header Authorization, never in the address: take "
        "{e.parameter} out of it, and revoke a key that was there.",
        "{e.parameter}",
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
    NetworkNotAllowed: Refusal(
        403,
        "network_not_allowed",
        "This key does not work from {e.ip}.",
        details={"ip": "ip"},
    ),
    MissingScope: Refusal(
        403,
        "missing_scope",
        "This key may not do this: it needs the scope {e.scope}.",
        details={"scope": "scope"},
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
    RateLimited: Refusal(
        429,
        "rate_limited",
        "Too many calls in a short time. Wait {e.left.wait} seconds.",
        details={"limit": "left.limit.label", "retry_after": "left.wait"},
        headers={"Retry-After": "{e.left.wait}"},
    ),
    **CREDIT_REFUSALS,
    **WEBHOOK_REFUSALS,
    **dict.fromkeys(BUSY, _BUSY),
    Exception: Refusal(500, *INTERNAL),
}


def refusal_of(error: Exception) -> Refusal:
    return next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
