"""What comes in and what goes out, field by field in the contract's order."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import (
    BeforeValidator,
    PlainSerializer,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)

from wallet.crediting import KINDS
from withdrawals.states import Status
from withdrawals.texts import parse_id

# What each field must be, for the documentation and for the error message alike.
MUST_BE = {
    "body": "a JSON object",
    "user_id": "a text of 1 to 500 printable characters, no spaces at its ends",
    "amount": "a whole number of coins, as a JSON number",
    "upi_id": "a UPI ID in the format username@bankname, for example name@okhdfcbank",
    "withdrawal_id": "a UUID",
    "reason": "a text of at most 500 characters",
    "limit": "a whole number from 1 to 100",
    "cursor": "the next of an earlier answer to the same question",
    "type": f"one of {', '.join(KINDS)}",
    "reference": "a text of 1 to 100 characters",
    "items": "a list of 1 to 1000 credits, each a JSON object",
    "all_or_nothing": "true or false",
    "status": f"one of {', '.join(Status.values)}",
    "Idempotency-Key": "1 to 255 printable ASCII characters",
}


def must_be(name: str, **more: Any) -> Any:
    return Field(description=MUST_BE[name], **more)


def _digits(text: str) -> str:
    """Nothing but digits: no sign, space, underscore or fraction."""
    if not re.fullmatch("[0-9]{1,3}", text):
        raise ValueError("not a whole number")
    return text


def _id(value: object) -> UUID:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return parse_id(value)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Limit = Annotated[int, BeforeValidator(_digits)]
RequestId = Annotated[UUID, BeforeValidator(_id)]
Moment = Annotated[
    datetime,
    PlainSerializer(_utc),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class NewWithdrawal(Schema):
    user_id: StrictStr = must_be("user_id")
    amount: StrictInt = must_be("amount")
    upi_id: StrictStr = must_be("upi_id")


class Cancellation(Schema):
    withdrawal_id: RequestId = must_be("withdrawal_id")
    reason: StrictStr | None = must_be("reason", default=None)
    user_id: StrictStr | None = must_be("user_id", default=None)


class HistoryQuery(Schema):
    user_id: str = must_be("user_id")
    limit: Limit = must_be("limit", default=50, ge=1, le=100)
    status: Status | None = must_be("status", default=None)


class DetailsQuery(Schema):
    withdrawal_id: RequestId = must_be("withdrawal_id")
    user_id: str | None = must_be("user_id", default=None)


class Created(Schema):  # from an Outcome
    withdrawal_id: UUID = Field(alias="withdrawal.id")
    amount: int = Field(alias="withdrawal.coins_amount")
    rupees_amount: float = Field(alias="withdrawal.rupees_amount")
    upi_id: str = Field(alias="withdrawal.upi_id")
    status: Status = Field(alias="withdrawal.status")
    remaining_coins: int = Field(alias="balance")
    created_at: Moment = Field(alias="withdrawal.created_at")


class Cancelled(Schema):  # from an Outcome
    withdrawal_id: UUID = Field(alias="withdrawal.id")
    status: Status = Field(alias="withdrawal.status")
    refunded_coins: int = Field(alias="withdrawal.coins_amount")
    remaining_coins: int = Field(alias="balance")


class HistoryItem(Schema):  # from a CoinWithdrawal
    id: UUID
    amount: int = Field(alias="coins_amount")
    rupees_amount: float
    upi_id: str
    status: Status
    created_at: Moment
    completed_at: Moment | None
    admin_notes: str


class Details(Schema):  # from a CoinWithdrawal
    id: UUID
    user_id: str
    amount: int = Field(alias="coins_amount")
    rupees_amount: float
    upi_id: str
    status: Status
    created_at: Moment
    completed_at: Moment | None
    admin_notes: str
    failure_reason: str | None


class CreatedAnswer(Schema):
    success: Literal[True] = True
    message: str = (
        "Withdrawal request submitted successfully. "
        "Admin will review and process your request."
    )
    data: Created


class CancelledAnswer(Schema):
    success: Literal[True] = True
    message: str = "Withdrawal cancelled and coins refunded"
    data: Cancelled


class HistoryAnswer(Schema):
    success: Literal[True] = True
    user_id: str
    count: int
    data: list[HistoryItem]


class DetailsAnswer(Schema):
    success: Literal[True] = True
    data: Details


class ErrorBody(Schema):
    code: str
    message: str
    field: str | None
    details: dict[str, Any]


class ErrorAnswer(Schema):
    success: Literal[False] = False
    error: ErrorBody
