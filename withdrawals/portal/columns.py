"""Which columns of the queue a person sees, and in what order."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.portal.tables import WithdrawalTable
from withdrawals.states import Status

FIRST = "reference"  # the link to the request: always there, always first
ALL = {name: each.verbose_name for name, each in WithdrawalTable.base_columns.items()}
USUAL = [
    name for name, each in WithdrawalTable.base_columns.items() if not each.optional
]


class Choice(NamedTuple):
    name: str
    words: str
    is_shown: bool


def known(names: Iterable[str]) -> list[str]:
    """These columns, each once and the first one first; the usual ones for none."""
    chosen = [name for name in dict.fromkeys(names) if name in ALL] or USUAL
    return [FIRST, *(name for name in chosen if name != FIRST)]


def named(text: str) -> list[str]:
    """The columns that an address names, commas between them; [] if it names none."""
    names = [name for name in text.split(",") if name in ALL]
    return known(names) if names else []


def written(names: Iterable[str]) -> str:
    """As an address names them."""
    return ",".join(known(names))


def moved(names: Iterable[str], name: str, way: str) -> list[str]:
    """The columns with one of them a place further "up" or "down", if there is one."""
    order = known(names)
    if name not in order[1:]:
        return order
    place = order.index(name)
    other = max(place - 1, 1) if way == "up" else min(place + 1, len(order) - 1)
    order[place], order[other] = order[other], order[place]
    return order


def choices(names: Iterable[str]) -> tuple[Choice, ...]:
    """Every column but the first: those that are shown, in order, then the rest."""
    shown = known(names)
    rest = [name for name in ALL if name not in shown]
    return tuple(Choice(name, ALL[name], name in shown) for name in [*shown[1:], *rest])


def words(names: Iterable[str]) -> str:
    return ", ".join(ALL[name] for name in names)


def need_more(names: Iterable[str]) -> bool:
    """Whether these columns tell more than the request itself."""
    return "paid_by" in names


def filled(
    rows: QuerySet[CoinWithdrawal], names: Iterable[str]
) -> QuerySet[CoinWithdrawal]:
    """The rows with what these columns need beside the request itself."""
    if not need_more(names):
        return rows
    payment = StatusChange.objects.filter(
        withdrawal_id=OuterRef("pk"), to_status=Status.COMPLETED
    )
    return rows.annotate(paid_by=Subquery(payment.values("actor")[:1]))
