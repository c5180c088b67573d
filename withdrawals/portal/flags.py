"""The words that mark rows of the list: of a whole page by two queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef

from withdrawals import mentions
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status


@dataclass(frozen=True)
class Flags:
    """The ids of the rows that have them."""

    mentioned: frozenset[UUID] = field(default_factory=frozenset)
    new: frozenset[UUID] = field(default_factory=frozenset)  # UPI IDs never paid
    shared: frozenset[UUID] = field(default_factory=frozenset)  # and of other users


def flags(rows: Iterable[CoinWithdrawal], name: str) -> Flags:
    """Of the open rows: what is done needs no decision."""
    known = _upi_ids([row.pk for row in rows if row.is_open])
    return Flags(
        frozenset(mentions.to_see(name)),
        frozenset(pk for pk, paid, _ in known if not paid),
        frozenset(pk for pk, _, shared in known if shared),
    )


def _upi_ids(ids: list[UUID]) -> list[tuple[UUID, bool, bool]]:
    """Whether each was paid, and is shared. "Not equal" would read a whole index."""
    same = CoinWithdrawal.objects.filter(upi_id=OuterRef("upi_id"))
    others = Exists(same.filter(user_id__lt=OuterRef("user_id"))) | Exists(
        same.filter(user_id__gt=OuterRef("user_id"))
    )
    paid = Exists(same.filter(status=Status.COMPLETED))
    return list(
        CoinWithdrawal.objects.filter(pk__in=ids)
        .annotate(paid=paid, shared=others)
        .values_list("pk", "paid", "shared")
    )
