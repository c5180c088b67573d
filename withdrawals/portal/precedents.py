"""What came before a request, read for the facts to decide it by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wallet.models import CoinTransaction, TransactionType
from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

MOST_IN_A_DAY = 99
LAST_PAID = 20  # payments that make a usual amount

Rows = QuerySet[CoinWithdrawal, Any]
_CREDITS = (
    TransactionType.EARNED,
    TransactionType.REFERRAL_BONUS,
    TransactionType.ADJUSTMENT_CREDIT,
)


def _last_payout(user_id: str, upi_id: str, but: UUID) -> Rows:
    paid = CoinWithdrawal.objects.live().paid_to(upi_id).of_user(user_id)
    last = paid.exclude(id=but).order_by("-completed_at")[:1]
    return last.values_list("id", "reference", "completed_at")


def _any_payout(upi_id: str, but: UUID) -> Rows:
    paid = CoinWithdrawal.objects.live().paid_to(upi_id)
    return paid.exclude(id=but).values_list("id")[:1]


def _on_a_day(user_id: str, start: datetime, end: datetime) -> Rows:
    rows = CoinWithdrawal.objects.of_user(user_id).requested_between(start, end)
    return rows.order_by("created_at").values_list("id")[: MOST_IN_A_DAY + 1]


def _last_amounts(user_id: str, but: UUID) -> Rows:
    paid = CoinWithdrawal.objects.of_user(user_id).filter(status=Status.COMPLETED)
    last = paid.exclude(id=but).order_by("-completed_at")
    return last.values_list("coins_amount")[:LAST_PAID]


def _credit(account: str, before: int, since: int) -> QuerySet[CoinTransaction]:
    rows = CoinTransaction.objects.filter(
        user_coins=account,
        sequence__lt=before,
        sequence__gte=since,
        transaction_type__in=_CREDITS,
    )
    return rows.order_by("-sequence")[:1]


LAST_PAYOUT = Statement(_last_payout, str, str, UUID)
ANY_PAYOUT = Statement(_any_payout, str, UUID)
ON_A_DAY = Statement(_on_a_day, str, datetime, datetime)
LAST_AMOUNTS = Statement(_last_amounts, str, UUID)
DEBIT = Statement(
    lambda reference: CoinTransaction.objects.filter(reference=reference).order_by(),
    str,
)
CREDIT = Statement(_credit, str, int, int)
