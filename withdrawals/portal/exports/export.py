"""One export: what of the queue, for whom, in what file."""

from collections.abc import Iterator
from functools import cached_property
from types import ModuleType
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify

from project.http import UserHttpRequest
from wallet import clock
from withdrawals.portal import counts, view_words
from withdrawals.portal.exports import columns, csv_file, forms, texts, xlsx_file
from withdrawals.portal.exports.columns import Column
from withdrawals.portal.exports.source import Source
from withdrawals.portal.queue import Queue
from withdrawals.sight import as_seen_by

_FILES: dict[str, ModuleType] = {forms.CSV: csv_file, forms.XLSX: xlsx_file}


class Export:
    """What the view `answers["view"]` finds now, as the person may read it."""

    def __init__(self, request: UserHttpRequest, answers: dict[str, Any]) -> None:
        self.answers, self.person = answers, request.user
        self.queue = Queue(request, QueryDict(answers["view"], mutable=True))
        self.now = clock.now()
        self.zone: str = answers["zone"]
        self.file = _FILES[answers["file"]]

    @property
    def refusal(self) -> str:
        """Why nothing can be exported; "" when it can."""
        if not self.queue.is_understood:
            return "A filter is not understood. Mend or remove it in the queue."
        if self.file is xlsx_file and self._is_too_long():
            return (
                f"A sheet holds {xlsx_file.MOST:,} requests, and more match. "
                "Choose CSV, or narrow the filters."
            )
        return ""

    def _is_too_long(self) -> bool:
        first_left_out = self.queue.found[xlsx_file.MOST :][:1]
        return first_left_out.exists()

    @property
    def is_full(self) -> bool:
        """Whether it takes so much along that the person proves who they are first."""
        is_long = counts.capped(self.queue.found) > counts.MOST_COUNTED
        is_whole = self.queue.sees_upi_ids and self.answers["columns"] == forms.ALL
        return is_long or is_whole

    @cached_property
    def columns(self) -> list[Column]:
        if self.answers["columns"] == forms.ALL:
            return list(columns.COLUMNS.values())
        return columns.of_view(self.queue.columns)

    @property
    def upi_ids(self) -> str:
        """How UPI IDs stand in the file."""
        if not any(column.mask for column in self.columns):
            return "none"
        return "whole" if self.queue.sees_upi_ids else "masked"

    @property
    def words(self) -> str:
        """The view in words, as the person may read them."""
        view = str(self.queue.view.without("rows")).removeprefix("?")
        words = "; ".join(view_words.words_of(view))
        return as_seen_by(self.person, words)

    @property
    def address(self) -> str:
        """The view's own page."""
        return self.queue.view.address

    @property
    def name(self) -> str:
        """withdrawals-to-review-20261122-140512-ist.csv"""
        tab = slugify(self.queue.tab.label)
        kind = self.answers["file"]
        return f"withdrawals-{tab}-{self._at:%Y%m%d-%H%M%S}-{self.zone.lower()}.{kind}"

    @property
    def source(self) -> Source:
        rows = self.queue.found.order_by(*self.queue.order.fields())
        return Source(rows, self.columns, self.zone, self.upi_ids == "masked")

    def blocks(self, source: Source) -> Iterator[bytes]:
        """The file, piece by piece."""
        about = [
            ("View", self.words),
            ("Exported", f"{self._at:%Y-%m-%d %H:%M:%S} {self.zone}"),
            ("By", self.person.get_username()),
            ("Times in", self.zone),
            ("UPI IDs", self.upi_ids),
        ]
        blocks: Iterator[bytes] = self.file.blocks(source, about)
        return blocks

    @property
    def _at(self) -> Any:
        return self.now.astimezone(texts.ZONES[self.zone])
