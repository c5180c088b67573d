"""The queue's columns: names, order and visibility by tables2, cells by cells.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from withdrawals.portal import cells
from withdrawals.portal.listed import Listed
from withdrawals.portal.sheet import Markup, Reader, Sheet, escaped
from withdrawals.states import OPEN

Cells = Callable[[Sheet], list[str]]
PICK = '<td role="cell" class="pick">'  # before the columns, whichever they are


class Column(tables.Column):
    """`cells` writes its cells; `td` and `th` are CSS classes; the address calls it
    `sort`.

    An optional one is shown to who wants it; a screen reader tells the one that `names`
    its request with each other cell. tables2 would look up and inspect a render method
    for each single cell, which was most of a page's time.
    """

    def __init__(
        self,
        header: str,
        cells: Cells,
        td: str,
        th: str = "",
        sort: str = "",
        optional: bool = False,
        names: bool = False,
        **rest: Any,
    ) -> None:
        classes = f"{td} extra" if optional else td
        attrs = {"td": {"class": classes}, "th": {"class": th}}
        super().__init__(header, attrs=attrs, orderable=False, **rest)
        self.cells, self.sort, self.optional = cells, sort, optional
        self.role = "rowheader" if names else "cell"

    @property
    def opening(self) -> str:
        """The tag of a cell; on a card an optional one carries its heading itself."""
        label = f' data-label="{self.verbose_name}"' if self.optional else ""
        return f'<td role="{self.role}" class="{self.attrs["td"]["class"]}"{label}>'


class WithdrawalTable(tables.Table):
    """All columns of the queue. The view orders and pages, by key: see queue.py."""

    reference = Column("Request", cells.reference, "ref", names=True)
    user_id = Column("User", cells.user, "clip user")
    upi_id = Column("UPI ID", cells.upi_id, "clip upi")
    coins_amount = Column("Amount", cells.amount, "num amount", "num", "amount")
    status = Column("Status", cells.status, "state")
    started_by = Column("Reviewer", cells.reviewer, "wide-only", "wide-only")
    created_at = Column("Age", cells.age, "num age", "num", "age")
    coins = Column("Coins", cells.coins, "num", "num", "amount", optional=True)
    requested = Column("Requested", cells.requested, "", "", "time", optional=True)
    completed_at = Column("Paid", cells.paid, "", optional=True)
    paid_by = Column("Paid by", cells.payer, "clip", optional=True)
    utr = Column("Transaction ID", cells.utr, "utr", optional=True)
    failure_reason = Column("Reason", cells.reason, "clip reason", optional=True)


class Listing:
    """One page of requests, in the columns that a person wants.

    tables2 would copy its columns for each page, and that takes longer than the rows.
    """

    def __init__(
        self, rows: list[Listed], reader: Reader, columns: Sequence[str]
    ) -> None:
        self.rows, self.reader = rows, reader
        self.has_ages = any(row.status in OPEN for row in rows)
        base: Mapping[str, Column] = WithdrawalTable.base_columns
        # Without ages this column would say the same as "requested".
        is_double = not self.has_ages and "requested" in columns
        self.columns = {
            name: base[name]
            for name in columns
            if not (is_double and name == "created_at")
        }

    def header(self, name: str) -> str:
        if name == "created_at" and not self.has_ages:
            return "Requested"
        return str(self.columns[name].verbose_name)

    def sort(self, name: str) -> str:
        """What the column sorts by; without ages the same column shows times."""
        is_time = name == "created_at" and not self.has_ages
        return "time" if is_time else self.columns[name].sort

    @property
    def body(self) -> SafeString:
        """The rows of the page, as the content of a <tbody>."""
        columns = [(each.opening, each.cells) for each in self.columns.values()]
        if self.reader.picks is not None:
            columns.insert(0, (PICK, cells.pick))
        sheet = Sheet(self.rows, self.reader)
        pieces: list[Iterable[str]] = [repeat('<tr role="row" id="row-'), sheet.ids]
        end = '">'
        for opening, write in columns:
            pieces += repeat(f"{end}{opening}"), _html(write(sheet))
            end = "</td>"
        rows = zip(*pieces, repeat(f"{end}</tr>"), strict=False)
        return SafeString("".join(chain.from_iterable(rows)))


def _html(written: list[str]) -> list[str]:
    return written if isinstance(written, Markup) else escaped(written)
