"""The queue's columns: names, order and visibility by tables2, cells by cells.py."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from withdrawals.models import CoinWithdrawal
from withdrawals.portal import cells
from withdrawals.portal.cells import Reader

Cell = Callable[[CoinWithdrawal, Reader], str]
PICK = '<td role="cell" class="pick">'  # before the columns, whichever they are


class Column(tables.Column):
    """`cell` writes it; `td` and `th` are CSS classes, `sort` its name in the address.

    An optional one is shown to who wants it. tables2 would look up and inspect a render
    method for each single cell, which was most of a page's time.
    """

    def __init__(
        self,
        header: str,
        cell: Cell,
        td: str,
        th: str = "",
        sort: str = "",
        optional: bool = False,
        **rest: Any,
    ) -> None:
        classes = f"{td} extra" if optional else td
        attrs = {"td": {"class": classes}, "th": {"class": th}}
        super().__init__(header, attrs=attrs, orderable=False, **rest)
        self.cell, self.sort, self.optional = cell, sort, optional

    @property
    def opening(self) -> str:
        """The tag of a cell; on a card an optional one carries its heading itself."""
        label = f' data-label="{self.verbose_name}"' if self.optional else ""
        return f'<td role="cell" class="{self.attrs["td"]["class"]}"{label}>'


class WithdrawalTable(tables.Table):
    """All columns of the queue. The view orders and pages, by key: see queue.py."""

    reference = Column("Request", cells.reference, "ref")
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
        self, rows: list[CoinWithdrawal], reader: Reader, columns: Sequence[str]
    ) -> None:
        self.rows, self.reader = rows, reader
        self.has_ages = any(row.is_open for row in rows)
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
        columns = [(each.opening, each.cell) for each in self.columns.values()]
        if self.reader.picks is not None:
            columns.insert(0, (PICK, cells.pick))
        return SafeString("".join([self._row(row, columns) for row in self.rows]))

    def _row(self, row: CoinWithdrawal, columns: list[tuple[str, Cell]]) -> str:
        reader = self.reader
        written = [
            f"{opening}{_html(cell(row, reader))}</td>" for opening, cell in columns
        ]
        return f'<tr role="row" id="row-{row.id}">{"".join(written)}</tr>'


def _html(text: str) -> str:
    """conditional_escape() for what a cell gives, at a tenth of its time."""
    return text if isinstance(text, SafeString) else escape(text)
