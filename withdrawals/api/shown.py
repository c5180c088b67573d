"""Requests as the endpoints show them, as schemas.py declares it.

Plain dicts in the contract's order: to make a schema's object and to write it took
longer than all else about an answer. A test compares the bytes.
"""

from typing import Any

from wallet import clock
from withdrawals.api import schemas
from withdrawals.models import CoinWithdrawal
from withdrawals.outcomes import Outcome

Shown = dict[str, Any]


def created(outcome: Outcome) -> Shown:
    withdrawal = outcome.withdrawal
    data = {
        "withdrawal_id": withdrawal.id,
        "amount": withdrawal.coins_amount,
        "rupees_amount": float(withdrawal.rupees_amount),
        "upi_id": withdrawal.upi_id,
        "status": withdrawal.status,
        "remaining_coins": outcome.balance,
        "created_at": clock.told(withdrawal.created_at),
    }
    return {"success": True, "message": schemas.CREATED, "data": data}


def cancelled(outcome: Outcome) -> Shown:
    withdrawal = outcome.withdrawal
    data = {
        "withdrawal_id": withdrawal.id,
        "status": withdrawal.status,
        "refunded_coins": withdrawal.coins_amount,
        "remaining_coins": outcome.balance,
    }
    return {"success": True, "message": schemas.CANCELLED, "data": data}


def item(withdrawal: CoinWithdrawal) -> Shown:
    return {"id": withdrawal.id, **_facts(withdrawal)}


def details(withdrawal: CoinWithdrawal, extras: Shown) -> Shown:
    """With those `extras` that were asked for."""
    data = {
        "id": withdrawal.id,
        "user_id": withdrawal.user_id,
        **_facts(withdrawal),
        "failure_reason": withdrawal.failure_reason,
        **extras,
    }
    return {"success": True, "data": data}


def _facts(withdrawal: CoinWithdrawal) -> Shown:
    paid = withdrawal.completed_at
    return {
        "amount": withdrawal.coins_amount,
        "rupees_amount": float(withdrawal.rupees_amount),
        "upi_id": withdrawal.upi_id,
        "status": withdrawal.status,
        "created_at": clock.told(withdrawal.created_at),
        "completed_at": clock.told(paid) if paid else None,
        "admin_notes": withdrawal.admin_notes,
    }
