"""What came before a request, read for the facts to decide it by."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from wallet.journeys import Asked
from wallet.models import CoinTransaction, TransactionType
from wallet.rows import Row
from wallet.statements import Statement
from withdrawals import neighbours
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.days import A_DAY, midnight
from withdrawals.states import Status

MOST_USERS = 3  # named; more are only counted as "more"
MOST_IN_A_DAY = 99
MOVEMENTS_BACK = 50
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


def _debit(reference: str) -> QuerySet[CoinTransaction]:
    return CoinTransaction.objects.filter(reference=reference).order_by()


def _credit(account: str, reference: str) -> QuerySet[CoinTransaction]:
    """The last coins from outside before that debit: a refund is not earned."""
    taken = Subquery(_debit(reference).values("sequence"))
    rows = CoinTransaction.objects.filter(
        user_coins=account,
        sequence__lt=taken,
        sequence__gte=taken - MOVEMENTS_BACK,
        transaction_type__in=_CREDITS,
    )
    return rows.order_by("-sequence")[:1]


_LAST_PAYOUT = Statement(_last_payout, str, str, UUID)
_ANY_PAYOUT = Statement(_any_payout, str, UUID)
_ON_A_DAY = Statement(_on_a_day, str, datetime, datetime)
_LAST_AMOUNTS = Statement(_last_amounts, str, UUID)
_DEBIT = Statement(_debit, str)
_CREDIT = Statement(_credit, str, str)


class Precedents(NamedTuple):
    """What the queries of asked() find, in their order."""

    users: list[Row]  # of the UPI ID, this one too
    last_payout: list[Row]
    any_payout: list[Row]
    on_that_day: list[Row]
    last_amounts: list[Row]
    debit: list[Row]
    credit: list[Row]

    @property
    def taken(self) -> CoinTransaction | None:
        """The coins of the request itself."""
        return next(iter(_DEBIT.models_of(self.debit)), None)

    @property
    def earned(self) -> CoinTransaction | None:
        return next(iter(_CREDIT.models_of(self.credit)), None)


def asked(withdrawal: CoinWithdrawal) -> list[Asked]:
    user_id, upi_id, pk = withdrawal.user_id, withdrawal.upi_id, withdrawal.id
    day = timezone.localdate(withdrawal.created_at)
    debit = f"withdrawal:{pk}"
    return [
        neighbours.asked_users_of(upi_id, MOST_USERS + 2),
        (_LAST_PAYOUT, user_id, upi_id, pk),
        (_ANY_PAYOUT, upi_id, pk),
        (_ON_A_DAY, user_id, midnight(day), midnight(day + A_DAY)),
        (_LAST_AMOUNTS, user_id, pk),
        (_DEBIT, debit),
        (_CREDIT, user_id, debit),
    ]
