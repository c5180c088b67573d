"""What marks rows of the list: read with them, or for a whole page by one query."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.states import OPEN, Status

Rows = QuerySet[CoinWithdrawal, Any]
STEP = 25  # requests: a page holds one, two or four times as many


class Flags(NamedTuple):
    """Of a row: whether its UPI ID was ever paid, and is other users' too; who has
    taken it, and until when.
    """

    was_paid: bool = True
    is_shared: bool = False
    holder: str | None = None
    held_until: datetime | None = None


NONE = Flags()  # what is done needs no decision, and nobody has taken it


def flags(rows: Sequence[Any]) -> list[Flags]:
    """Of each row: itself where they were read with it."""
    if rows and getattr(rows[0], "was_paid", None) is not None:
        return [row if row.status in OPEN else NONE for row in rows]
    known = _known_of([row.id for row in rows if row.status in OPEN])
    return [known.get(row.id, NONE) for row in rows] if known else [NONE] * len(rows)


def _known_of(ids: list[UUID]) -> dict[UUID, Flags]:
    """By one statement for many numbers of them: the last is said again and again."""
    if not ids:
        return {}
    number = -(-len(ids) // STEP) * STEP
    rows = _known(number).rows(*ids, *ids[-1:] * (number - len(ids)))
    return {pk: Flags(*facts) for pk, *facts in rows}


@lru_cache
def _known(number: int) -> Statement[CoinWithdrawal]:
    def query(*ids: UUID) -> QuerySet[Any, Any]:
        return marked(CoinWithdrawal.objects.filter(pk__in=ids)).values_list(
            "pk", *Flags._fields
        )

    return Statement(query, *[UUID] * number)


def marked(rows: Rows) -> Rows:
    """With the fields of Flags. "Not equal" would read a whole index."""
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
