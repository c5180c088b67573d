"""What marks rows of the list: read with them, or for a whole page by one query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from wallet import clock
from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

Rows = QuerySet[CoinWithdrawal, Any]
_FACTS = "was_paid", "is_shared", "holder", "held_until"
STEP = 25  # requests: a page holds one, two or four times as many


class Held(NamedTuple):
    """Who has taken a request, and until when."""

    holder: str
    until: datetime


@dataclass(frozen=True)
class Flags:
    """The ids of the rows that have them."""

    mentioned: Collection[UUID] = frozenset()
    new: Collection[UUID] = frozenset()  # UPI IDs never paid
    shared: Collection[UUID] = frozenset()  # and of other users
    held: Mapping[UUID, Held] = field(default_factory=dict)


def flags(rows: Iterable[CoinWithdrawal], mentioned: Iterable[UUID] = ()) -> Flags:
    """Of the open rows: what is done needs no decision, and nobody has taken it."""
    known, now = _known_of([row for row in rows if row.is_open]), clock.now()
    return Flags(
        frozenset(mentioned),
        {pk for pk, paid, *_ in known if not paid},
        {pk for pk, _, shared, *_ in known if shared},
        {pk: Held(who, until) for pk, *_, who, until in known if who and until > now},
    )


def _known_of(rows: list[CoinWithdrawal]) -> Collection[tuple[Any, ...]]:
    """By one statement for many numbers of them: the last is said again and again."""
    if not rows:
        return ()
    if all(_FACTS[-1] in row.__dict__ for row in rows):
        return [(row.pk, *(row.__dict__[name] for name in _FACTS)) for row in rows]
    ids = [row.pk for row in rows]
    number = -(-len(ids) // STEP) * STEP
    return _known(number).rows(*ids, *ids[-1:] * (number - len(ids)))


@lru_cache
def _known(number: int) -> Statement[CoinWithdrawal]:
    def query(*ids: UUID) -> QuerySet[Any, Any]:
        return marked(CoinWithdrawal.objects.filter(pk__in=ids)).values_list(
            "pk", *_FACTS
        )

    return Statement(query, *[UUID] * number)


def marked(rows: Rows) -> Rows:
    """Whether each UPI ID was paid, and is shared; who has taken the request.

    "Not equal" would read a whole index.
    """
    same = CoinWithdrawal.objects.live().filter(upi_id=OuterRef("upi_id"))
    others = Exists(same.filter(user_id__lt=OuterRef("user_id"))) | Exists(
        same.filter(user_id__gt=OuterRef("user_id"))
    )
    return rows.annotate(
        was_paid=Exists(same.filter(status=Status.COMPLETED)),
        is_shared=others,
        holder=F("claim__holder"),
        held_until=F("claim__until"),
    )
