"""Which columns of the queue a person sees, and in what order."""

from collections.abc import Iterable
from typing import NamedTuple

from withdrawals.portal.tables import WithdrawalTable

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


def have_payers(names: Iterable[str]) -> bool:
    """Whether one of them tells more than the request itself: who paid it."""
    return "paid_by" in names
