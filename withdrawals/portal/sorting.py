"""How the queue is sorted, and what its headings sort by."""

from collections.abc import Callable
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
    sort: str = ""  # the address that sorts by this column, or the other way round
    direction: str = ""  # as in aria-sort


def headings(
    listing: Listing, order: Order, address: Callable[[str], str]
) -> tuple[Heading, ...]:
    """The headings of the listing's columns; `address` gives the one of a sort."""
    return tuple(
        Heading(
            name,
            listing.header(name),
            column.attrs["th"]["class"],
            *_sorting(column.sort, order, address),
        )
        for name, column in listing.columns.items()
    )


def _sorting(name: str, order: Order, address: Callable[[str], str]) -> tuple[str, str]:
    """The address that sorts by `name`, and how it is sorted now."""
    if not name:
        return "", ""
    if order.field != SORTS[name].field:
        return address(f"-{name}"), "none"
    descending = SORTS[f"-{name}"] == order
    other = name if descending else f"-{name}"
    return address(other), "descending" if descending else "ascending"
