"""What a file may hold of a request, in the order of a file with all columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from withdrawals.masking import mask, mask_all


class Kind(Enum):
    CODE = auto()  # that we made: no formula
    TEXT = auto()
    COINS = auto()
    RUPEES = auto()
    TIME = auto()


@dataclass(frozen=True)
class Column:
    name: str  # of its column in the queue, if it has one there
    heading: str
    field: str  # of the request, or of its payment: see texts.joined()
    kind: Kind
    mask: Callable[[str], str] | None = None  # for who reads UPI IDs masked

    def headed(self, zone: str) -> str:
        """ "Paid (IST)": a time says of which zone it is."""
        return f"{self.heading} ({zone})" if self.kind is Kind.TIME else self.heading


COLUMNS = {
    column.name: column
    for column in (
        Column("reference", "Request", "reference", Kind.CODE),
        Column("id", "ID", "id", Kind.CODE),
        Column("user_id", "User", "user_id", Kind.TEXT),
        Column("upi_id", "UPI ID", "upi_id", Kind.TEXT, mask),
        Column("coins", "Coins", "coins_amount", Kind.COINS),
        Column("coins_amount", "Amount (INR)", "rupees_amount", Kind.RUPEES),
        Column("status", "Status", "status", Kind.CODE),
        Column("started_by", "Reviewer", "started_by", Kind.TEXT),
        Column("paid_by", "Paid by", "payment__actor", Kind.TEXT),
        Column("utr", "Transaction ID (UTR)", "utr", Kind.TEXT),
        Column("created_at", "Requested", "created_at", Kind.TIME),
        Column("completed_at", "Paid", "completed_at", Kind.TIME),
        Column("failure_reason", "Reason", "failure_reason", Kind.TEXT, mask_all),
        Column(
            "admin_notes", "Message to the user", "admin_notes", Kind.TEXT, mask_all
        ),
    )
}
_SAME = {"requested": "created_at"}  # the queue shows that time in two ways


def of_view(names: Iterable[str]) -> list[Column]:
    """What the queue's columns of these names hold, each once."""
    known = dict.fromkeys(_SAME.get(name, name) for name in names)
    return [COLUMNS[name] for name in known]
