"""Every code that an error may carry: what brings it, and what to do about it.

The statuses, messages and examples are those of the code itself, see errors.py.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from ninja.errors import AuthenticationError

from project.errors import CODES
from wallet.exceptions import (
    AlreadyPosted,
    BalanceTooLarge,
    InsufficientCoins,
    OtherKind,
)
from withdrawals.api.errors import refusal_of
from withdrawals.api.exceptions import (
    InvalidCursor,
    InvalidFields,
    InvalidJSON,
    ItemsRefused,
    KeyInAddress,
    KeyRequired,
    MissingFields,
    MissingScope,
    NetworkNotAllowed,
    WrongContentType,
)
from withdrawals.api.words import WORDS
from withdrawals.exceptions import (
    AmountOutOfRange,
    IllegalTransition,
    KeyInFlight,
    KeyReused,
    UnknownHandle,
    WithdrawalNotFound,
)
from withdrawals.hosted.exceptions import ReturnUrlNotAllowed
from withdrawals.integrations.scopes import Scope
from withdrawals.limits.buckets import Left
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.rates import SECOND, Limit, Rate
from withdrawals.models import CoinWithdrawal
from withdrawals.notifications.exceptions import EndpointDisabled, TooManyEndpoints
from withdrawals.notifications.models import Endpoint, Message
from withdrawals.states import Status

_ITEM = {
    "index": 3,
    "code": "amount_out_of_range",
    "message": "amount must be a whole number of coins from 1 to 1000000000000.",
    "field": "items[3].amount",
    "details": {"least": 1, "most": 10**12},
}
_EXAMPLES: list[Exception] = [
    MissingFields({"upi_id": "upi_id is required."}),
    InvalidFields({"amount": "amount must be a whole number of coins, …"}),
    AmountOutOfRange(99, 100, 100_000),
    UnknownHandle("okhdfc", "john@okhdfcbank"),
    InsufficientCoins(300, 500),
    BalanceTooLarge("user123"),
    ItemsRefused([_ITEM], 250),
    InvalidCursor(),
    OtherKind("user123", is_test=False),
    KeyInAddress("api_key"),
    NetworkNotAllowed("203.0.113.7"),
    MissingScope(Scope.COINS_CREDIT),
    ReturnUrlNotAllowed(),
    IllegalTransition(CoinWithdrawal(reference="WD", status=Status.PROCESSING)),
    InvalidJSON(),
    SuspiciousOperation(),
    AuthenticationError(),
    KeyRequired(),
    WithdrawalNotFound(),
    Endpoint.DoesNotExist(),
    Message.DoesNotExist(),
    AlreadyPosted("credit:quiz-4711"),
    TooManyEndpoints(10),
    EndpointDisabled(),
    KeyInFlight(),
    RequestDataTooBig(),
    WrongContentType(),
    KeyReused(),
    RateLimited(Left(Limit.USER, Rate(30, 60), 60 * SECOND)),
    Exception(),
    OperationalError(),
]


@dataclass(frozen=True)
class Entry:
    code: str
    status: int
    cause: str
    remedy: str
    error: Mapping[str, Any]  # as it is answered

    @property
    def answer(self) -> str:
        """A whole answer, to be read."""
        body = {"success": False, "error": self.error}
        return json.dumps(body, indent=2, ensure_ascii=False)


def entries() -> list[Entry]:
    """All codes, by their status."""
    answered = [(refusal_of(each), each) for each in _EXAMPLES]
    found = {
        refusal.code: _entry(refusal.status, refusal.told(error))
        for refusal, error in answered
    }
    for status, (code, message) in CODES.items():
        plain: dict[str, Any] = {
            "code": code,
            "message": message,
            "field": None,
            "details": {},
        }
        found.setdefault(code, _entry(max(status, HTTPStatus.BAD_REQUEST), plain))
    return sorted(found.values(), key=lambda each: each.status)


def _entry(status: int, error: Mapping[str, Any]) -> Entry:
    return Entry(error["code"], int(status), *WORDS[error["code"]], error)
