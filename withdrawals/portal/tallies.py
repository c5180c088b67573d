"""What the dashboard adds up."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)

from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import Status

Sums = QuerySet[Any, Any]
# Of all rows. As aggregates of Django's they would be of groups, each to be found.
_NUMBER = Func(template="COUNT(*)", output_field=IntegerField())
_COINS = Func("coins_amount", function="SUM", output_field=IntegerField())
_requests = CoinWithdrawal.objects.live()  # for a test no money is due


def _open(status: str) -> Sums:
    return _requests.filter(status=status).values_list(_NUMBER, _COINS)


def _in_time(status: str, since: datetime) -> Sums:
    rows = _requests.filter(status=status, created_at__gte=since)
    return rows.values_list(_NUMBER)


def _oldest(status: str) -> Sums:
    rows = _requests.filter(status=status).order_by("created_at")
    return rows.values_list("created_at")[:1]


def _payers(start: datetime, end: datetime) -> Sums:
    paid = _requests.paid_between(start, end)
    moves = paid.filter(status_changes__to_status=Status.COMPLETED)
    return moves.values_list("status_changes__actor").annotate(
        number=Count("*"), coins=Sum("coins_amount")
    )


def _failed(start: datetime, end: datetime) -> Sums:
    """As failed_between(); each request is looked up, or PostgreSQL would read all of
    them that ever failed. Of a test the reason is None.
    """
    request = _requests.filter(pk=OuterRef("withdrawal_id"), status=Status.FAILED)
    moves = StatusChange.objects.filter(
        to_status=Status.FAILED, created_at__gte=start, created_at__lt=end
    )
    why = moves.annotate(why=Subquery(request.values("failure_reason")))
    return why.values_list("why").annotate(number=Count("*")).order_by("-number", "why")


def _asked(start: datetime, end: datetime) -> Sums:
    return _requests.requested_between(start, end).values_list(_NUMBER)


def _paid(start: datetime, end: datetime) -> Sums:
    return _requests.paid_between(start, end).values_list(_NUMBER, _COINS)


OPEN_WORK = Statement(_open, str)
IN_TIME = Statement(_in_time, str, datetime)
OLDEST = Statement(_oldest, str)
ASKED = Statement(_asked, datetime, datetime)
PAID = Statement(_paid, datetime, datetime)
PAYERS = Statement(_payers, datetime, datetime)
FAILED = Statement(_failed, datetime, datetime)
