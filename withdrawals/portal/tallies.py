"""What the dashboard adds up."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDay, TruncHour

from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.states import OPEN, Status

MOST_REASONS = 5

Sums = QuerySet[CoinWithdrawal, Any]
_NUMBER = {"number": Count("*")}
_BOTH = _NUMBER | {"coins": Sum("coins_amount")}
_requests = CoinWithdrawal.objects.live()  # for a test no money is due


def _open() -> Sums:
    return _requests.filter(status__in=OPEN).values_list("status").annotate(**_BOTH)


def _in_time(since: datetime) -> Sums:
    rows = _requests.filter(status__in=OPEN, created_at__gte=since)
    return rows.values_list("status").annotate(**_NUMBER)


def _oldest(status: str) -> Sums:
    rows = _requests.filter(status=status).order_by("created_at")
    return rows.values_list("created_at")[:1]


def _payers(start: datetime, end: datetime) -> Sums:
    paid = _requests.paid_between(start, end)
    moves = paid.filter(status_changes__to_status=Status.COMPLETED)
    return moves.values_list("status_changes__actor").annotate(**_BOTH)


def _failed(start: datetime, end: datetime) -> Sums:
    rows = _requests.failed_between(start, end)
    return rows.values_list("status").annotate(**_NUMBER)


def _reasons(start: datetime, end: datetime) -> Sums:
    rows = _requests.failed_between(start, end).values_list("failure_reason")
    most = rows.annotate(number=Count("*")).order_by("-number", "failure_reason")
    return most[:MOST_REASONS]


def _asked_per(cut: type[TruncDay] | type[TruncHour]) -> Statement[CoinWithdrawal]:
    def asked(start: datetime, end: datetime) -> Sums:
        rows = _requests.requested_between(start, end)
        return rows.values_list(cut("created_at")).annotate(**_NUMBER)

    return Statement(asked, datetime, datetime)


def _paid_per(cut: type[TruncDay] | type[TruncHour]) -> Statement[CoinWithdrawal]:
    def paid(start: datetime, end: datetime) -> Sums:
        rows = _requests.paid_between(start, end)
        return rows.values_list(cut("completed_at")).annotate(**_BOTH)

    return Statement(paid, datetime, datetime)


OPEN_WORK = Statement(_open)
IN_TIME = Statement(_in_time, datetime)
OLDEST = Statement(_oldest, str)
PER_DAY = _asked_per(TruncDay), _paid_per(TruncDay)
PER_HOUR = _asked_per(TruncHour), _paid_per(TruncHour)
PAYERS = Statement(_payers, datetime, datetime)
FAILED = Statement(_failed, datetime, datetime)
REASONS = Statement(_reasons, datetime, datetime)
