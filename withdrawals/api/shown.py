"""Requests as the endpoints show them.

Made without pydantic's checks, which took most of a history's time: the values are our
own, and a schema writes them as it declares them.
"""

from typing import Any

from withdrawals.api import schemas
from withdrawals.models import CoinWithdrawal
from withdrawals.outcomes import Outcome
from withdrawals.states import Status


def created(outcome: Outcome) -> schemas.CreatedAnswer:
    withdrawal = outcome.withdrawal
    data = schemas.Created.model_construct(
        withdrawal_id=withdrawal.id,
        amount=withdrawal.coins_amount,
        rupees_amount=float(withdrawal.rupees_amount),
        upi_id=withdrawal.upi_id,
        status=Status(withdrawal.status),
        remaining_coins=outcome.balance,
        created_at=withdrawal.created_at,
    )
    return schemas.CreatedAnswer.model_construct(data=data)


def cancelled(outcome: Outcome) -> schemas.CancelledAnswer:
    withdrawal = outcome.withdrawal
    data = schemas.Cancelled.model_construct(
        withdrawal_id=withdrawal.id,
        status=Status(withdrawal.status),
        refunded_coins=withdrawal.coins_amount,
        remaining_coins=outcome.balance,
    )
    return schemas.CancelledAnswer.model_construct(data=data)


def item(withdrawal: CoinWithdrawal) -> schemas.HistoryItem:
    return schemas.HistoryItem.model_construct(**_facts(withdrawal))


def details(withdrawal: CoinWithdrawal) -> schemas.DetailsAnswer:
    data = schemas.Details.model_construct(
        user_id=withdrawal.user_id,
        failure_reason=withdrawal.failure_reason,
        **_facts(withdrawal),
    )
    return schemas.DetailsAnswer.model_construct(data=data)


def _facts(withdrawal: CoinWithdrawal) -> dict[str, Any]:
    return {
        "id": withdrawal.id,
        "amount": withdrawal.coins_amount,
        "rupees_amount": float(withdrawal.rupees_amount),
        "upi_id": withdrawal.upi_id,
        "status": Status(withdrawal.status),
        "created_at": withdrawal.created_at,
        "completed_at": withdrawal.completed_at,
        "admin_notes": withdrawal.admin_notes,
    }
