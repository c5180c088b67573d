"""The queue's columns: names, order and visibility by tables2, cells by cells.py."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from withdrawals.models import CoinWithdrawal
from withdrawals.portal import cells
from withdrawals.portal.cells import Reader

Cell = Callable[[CoinWithdrawal, Reader], str]


class Column(tables.Column):
    """`cell` writes it; `td` and `th` are CSS classes, `sort` its name in the address.

    tables2 would look up and inspect a render method for each single cell, which was
    most of a page's time.
    """

    def __init__(
        self,
        header: str,
        cell: Cell,
        td: str,
        th: str = "",
        sort: str = "",
        **rest: Any,
    ) -> None:
        attrs = {"td": {"class": td}, "th": {"class": th}}
        super().__init__(header, attrs=attrs, orderable=False, **rest)
        self.cell, self.sort = cell, sort


class WithdrawalTable(tables.Table):
    """One page of requests. The view orders and pages, by key: see queue.py."""

    reference = Column("Request", cells.reference, "ref")
    user_id = Column("User", cells.user, "clip user")
    upi_id = Column("UPI ID", cells.upi_id, "clip upi")
    coins_amount = Column("Amount", cells.amount, "num amount", "num", "amount")
    status = Column("Status", cells.status, "state")
    started_by = Column("Reviewer", cells.reviewer, "wide-only", "wide-only")
    created_at = Column("Age", cells.age, "num age", "num", "age")

    def __init__(self, rows: list[CoinWithdrawal], reader: Reader) -> None:
        super().__init__(rows)
        if not any(row.is_open for row in rows):
            self.columns["created_at"].column.verbose_name = "Requested"
        self.reader = reader

    @property
    def body(self) -> SafeString:
        """The rows of the page, as the content of a <tbody>."""
        columns = [
            (bound.column.attrs["td"]["class"], bound.column.cell)
            for bound in self.columns
        ]
        return SafeString("".join(self._row(row, columns) for row in self.data))

    def _row(self, row: CoinWithdrawal, columns: list[tuple[str, Cell]]) -> str:
        written = "".join(
            f'<td role="cell" class="{classes}">'
            f"{conditional_escape(cell(row, self.reader))}</td>"
            for classes, cell in columns
        )
        return f'<tr role="row" id="row-{row.pk}">{written}</tr>'
