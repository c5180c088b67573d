"""A page of the queue as its columns write it, of all rows at once.

A call for each cell, and to escape it, took longer than what it did.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from html import escape
from uuid import UUID

from django.utils import timezone

from wallet import clock
from withdrawals.portal.flags import Flags, flags
from withdrawals.portal.listed import Listed


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and where they are in it."""

    me: str  # the login whose name is written "you"
    sees_upi_ids: bool = False  # whole; see withdrawals.sight
    query: str = ""  # leads back to the list
    opened: str = ""  # the id of the request beside it
    mentioned: frozenset[UUID] = frozenset()  # where a note asks for them
    picks: frozenset[UUID] | None = None  # what is selected; None: nothing can be
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)
    now: datetime = field(default_factory=clock.now)


class Sheet:
    """One page of requests for its reader, and what several columns write of them."""

    def __init__(self, rows: list[Listed], reader: Reader) -> None:
        self.rows, self.reader = rows, reader
        self.ids = [str(row.id) for row in rows]

    @cached_property
    def flags(self) -> list[Flags]:
        return flags(self.rows)

    @cached_property
    def references(self) -> list[str]:
        return escaped([row.reference for row in self.rows])


class Markup(list[str]):
    """Cells of HTML; those of any other list are words, to be escaped."""


def escaped(texts: list[str]) -> list[str]:
    return each_of(escape, texts)


def each_of(
    write: Callable[[str], str], texts: list[str], mark: str = "\0"
) -> list[str]:
    """write() of each text, by one call: no other text is written as the mark is."""
    written = write(mark.join(texts)).split(write(mark))
    return written if len(written) == len(texts) else [write(each) for each in texts]
