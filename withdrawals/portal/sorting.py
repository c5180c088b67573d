"""How the queue is sorted, and what its headings sort by."""

from typing import NamedTuple

from withdrawals.portal.keyset import Order
from withdrawals.portal.tables import Listing

# An age grows while its time goes back: the oldest first is "-age", descending.
SORTS = {
    "age": Order("created_at", descending=True),
    "-age": Order("created_at"),
    "time": Order("created_at"),
    "-time": Order("created_at", descending=True),
    "amount": Order("coins_amount"),
    "-amount": Order("coins_amount", descending=True),
}


class Heading(NamedTuple):
    name: str
    words: str
    classes: str
    sort: str = ""  # the sort by this column, or the other way round
    direction: str = ""  # as in aria-sort


def headings(listing: Listing, order: Order) -> tuple[Heading, ...]:
    """The headings of the listing's columns."""
    return tuple(
        Heading(
            name,
            listing.header(name),
            column.attrs["th"]["class"],
            *_sorting(listing.sort(name), order),
        )
        for name, column in listing.columns.items()
    )


def _sorting(name: str, order: Order) -> tuple[str, str]:
    """The sort that a press on `name` gives, and how it is sorted now."""
    if not name:
        return "", ""
    if order.field != SORTS[name].field:
        return f"-{name}", "none"
    descending = SORTS[f"-{name}"] == order
    other = name if descending else f"-{name}"
    return other, "descending" if descending else "ascending"
