"""A request as the list reads it: a plain row, made in a fifth of a model's time."""

from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.portal.flags import Flags, marked
from withdrawals.states import Status

Rows = QuerySet[CoinWithdrawal, Any]


class Listed(NamedTuple):
    """A request's own fields, who paid it, and what marks it."""

    id: UUID
    reference: str
    user_id: str
    upi_id: str
    coins_amount: int
    rupees_amount: Decimal
    status: str
    started_by: str
    created_at: datetime
    completed_at: datetime | None
    utr: str | None
    failure_reason: str
    paid_by: str | None  # "" where no column says so
    was_paid: bool | None = None  # None where what marks it was not read with it
    is_shared: bool = False
    holder: str | None = None
    held_until: datetime | None = None

    @classmethod
    def of(cls, row: CoinWithdrawal) -> Self:
        """A model's: to name its columns takes longer than a page of models, unless it
        is done once for all pages.
        """
        values: tuple[Any, ...] = *_own(row), getattr(row, "paid_by", "")
        return cls(*values)


_OWN = [name for name in Listed._fields if name not in Listed._field_defaults]
_own = attrgetter(*(name for name in _OWN if name != "paid_by"))


def listed(rows: Rows, *, has_payers: bool = False, has_marks: bool = False) -> Rows:
    """The rows as Listed() takes them."""
    nobody = Value("", CharField())
    found = with_payers(rows) if has_payers else rows.annotate(paid_by=nobody)
    if not has_marks:
        return found.values_list(*_OWN)
    return marked(found).values_list(*_OWN, *Flags._fields)


def with_payers(rows: Rows) -> Rows:
    payments = StatusChange.objects.filter(
        withdrawal_id=OuterRef("pk"), to_status=Status.COMPLETED
    )
    return rows.annotate(paid_by=Subquery(payments.values("actor")[:1]))
