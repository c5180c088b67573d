"""Coins: what comes in and what goes out."""

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import StrictBool, StrictInt, StrictStr

from wallet.models import TransactionType
from withdrawals.api.fields import Limit, Moment, must_be
from withdrawals.api.schemas import ErrorBody

MOST_ITEMS = 1000


class CoinsQuery(Schema):
    user_id: str = must_be("user_id")


class MovementsQuery(CoinsQuery):
    limit: Limit = must_be("limit", default=50, ge=1, le=100)
    cursor: str = must_be("cursor", default="")


class Credit(Schema):
    user_id: StrictStr = must_be("user_id")
    amount: StrictInt = must_be("amount")
    type: Literal["earned", "referral_bonus", "adjustment_credit"] = must_be("type")
    reason: StrictStr = must_be("reason")
    reference: StrictStr = must_be("reference")


class BulkCredit(Schema):
    items: list[Credit] = must_be("items", min_length=1, max_length=MOST_ITEMS)
    all_or_nothing: StrictBool = must_be("all_or_nothing", default=False)


class Credited(Schema):
    movement_id: UUID
    user_id: str
    amount: int
    type: TransactionType
    reason: str
    reference: str
    balance_after: int
    created_at: Moment


class CreditedAnswer(Schema):
    success: Literal[True] = True
    message: str = "Coins credited"
    data: Credited


class CreditResult(Schema):
    index: int
    reference: str
    status: Literal["credited", "duplicate", "refused"]
    movement_id: UUID | None = None
    balance_after: int | None = None
    error: ErrorBody | None = None


class BulkAnswer(Schema):
    success: Literal[True] = True
    count: int
    credited: int
    duplicate: int
    refused: int
    data: list[CreditResult]


class Balance(Schema):
    user_id: str
    balance: int
    rupees_amount: float


class BalanceAnswer(Schema):
    success: Literal[True] = True
    data: Balance


class MovementItem(Schema):
    id: UUID
    type: TransactionType
    amount: int
    balance_after: int
    reason: str
    reference: str | None
    withdrawal_id: UUID | None
    created_at: Moment


class MovementsAnswer(Schema):
    success: Literal[True] = True
    user_id: str
    count: int
    data: list[MovementItem]
    next: str | None
