"""The UPI IDs that a user gave, and who else gave them."""

from dataclasses import dataclass
from datetime import datetime

from withdrawals import neighbours
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.counts import MOST_COUNTED, capped, words_of

MOST = 5  # shown; each takes a few short queries
MOST_USERS = 5


@dataclass(frozen=True)
class UsedUPIID:
    upi_id: str
    first: datetime
    last: datetime
    number: str
    others: list[str]  # users, at most MOST_USERS of them


def used_by(user_id: str) -> tuple[list[UsedUPIID], int]:
    """The first of them with what is known, and how many there are at least."""
    found = neighbours.upi_ids_of(user_id, MOST_COUNTED)
    return [_used(user_id, each) for each in found[:MOST]], len(found)


def _used(user_id: str, upi_id: str) -> UsedUPIID:
    rows = CoinWithdrawal.objects.of_user(user_id).filter(upi_id=upi_id)
    times = rows.values_list("created_at", flat=True)
    users = neighbours.users_of(upi_id, MOST_USERS + 1)
    return UsedUPIID(
        upi_id,
        times.order_by("created_at")[0],
        times.order_by("-created_at")[0],
        words_of(capped(rows)),
        [name for name in users if name != user_id][:MOST_USERS],
    )
