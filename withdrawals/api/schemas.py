"""Withdrawals: what comes in and what goes out, in the contract's order of fields."""

from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, StrictInt, StrictStr
from typing_extensions import TypedDict

from withdrawals.api.fields import EXTRAS, End, Id, Limit, Moment, Start, must_be
from withdrawals.states import Status

_INCLUDE = f"^({'|'.join(EXTRAS)})(,({'|'.join(EXTRAS)}))*$|^$"

CREATED = (
    "Withdrawal request submitted successfully. "
    "Admin will review and process your request."
)
CANCELLED = "Withdrawal cancelled and coins refunded"

# What comes in is made by pydantic alone: nothing of it is read from an object.


class NewWithdrawal(BaseModel):
    user_id: StrictStr = must_be("user_id")
    amount: StrictInt = must_be("amount")
    upi_id: StrictStr = must_be("upi_id")


class Cancellation(BaseModel):
    withdrawal_id: Id = must_be("withdrawal_id")
    reason: StrictStr | None = must_be("reason", default=None)
    user_id: StrictStr | None = must_be("user_id", default=None)


class HistoryQuery(BaseModel):
    user_id: str = must_be("user_id")
    limit: Limit = must_be("limit", default=50, ge=1, le=100)
    status: Status | None = must_be("status", default=None)
    start: Start | None = must_be("from", default=None, alias="from")
    end: End | None = must_be("to", default=None, alias="to")
    cursor: str | None = must_be("cursor", default=None)

    @property
    def paged(self) -> bool:
        """Whether the caller reads page by page and expects a `next`."""
        return self.cursor is not None


class DetailsQuery(BaseModel):
    withdrawal_id: Id = must_be("withdrawal_id")
    user_id: str | None = must_be("user_id", default=None)
    include: str = must_be("include", default="", pattern=_INCLUDE)

    @property
    def extras(self) -> set[str]:
        return set(filter(None, self.include.split(",")))


class Created(Schema):
    withdrawal_id: UUID
    amount: int
    rupees_amount: float
    upi_id: str
    status: Status
    remaining_coins: int
    created_at: Moment


class Cancelled(Schema):
    withdrawal_id: UUID
    status: Status
    refunded_coins: int
    remaining_coins: int


class HistoryItem(Schema):
    id: UUID
    amount: int
    rupees_amount: float
    upi_id: str
    status: Status
    created_at: Moment
    completed_at: Moment | None
    admin_notes: str


Step = TypedDict("Step", {"from": Status | None, "to": Status, "at": Moment})


class Estimate(Schema):
    usually_within_seconds: int
    usually_within: str
    estimated_completion: Moment


class Details(Schema):
    id: UUID
    user_id: str
    amount: int
    rupees_amount: float
    upi_id: str
    status: Status
    created_at: Moment
    completed_at: Moment | None
    admin_notes: str
    failure_reason: str | None
    timeline: list[Step] | None = None  # these two only when they are asked for
    estimate: Estimate | None = None


class CreatedAnswer(Schema):
    success: Literal[True] = True
    message: str = CREATED
    data: Created


class CancelledAnswer(Schema):
    success: Literal[True] = True
    message: str = CANCELLED
    data: Cancelled


class HistoryAnswer(Schema):
    success: Literal[True] = True
    user_id: str
    count: int
    data: list[HistoryItem]
    next: str | None = None  # only when a cursor was sent


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
