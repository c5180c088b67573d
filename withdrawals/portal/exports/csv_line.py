"""One line of a CSV, as PostgreSQL's COPY writes it and as it is read back."""

import csv
import re
from collections.abc import Iterable

from withdrawals.portal.exports.texts import Texts

_NEEDS_QUOTES = re.compile('[",\r\n]')


def line(row: Iterable[str | None]) -> bytes:
    return (",".join(map(_cell, row)) + "\n").encode()


def cells(line: bytes) -> Texts:
    """The row of which line() makes this line, but for "" in place of None."""
    return next(csv.reader([line.decode()], strict=True))


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
