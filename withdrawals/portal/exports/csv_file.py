"""A CSV file, in UTF-8 with the mark by which Excel knows it.

The first line has the headings. The last one, "# End: ...", has what the file is of:
programs meet it where the rows are over, and a file without it is not whole.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence

from withdrawals.portal.exports.source import BLOCK, Source
from withdrawals.portal.exports.texts import Texts

CONTENT_TYPE = "text/csv; charset=utf-8"
_NEEDS_QUOTES = re.compile('[",\r\n]')


def blocks(source: Source, about: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The file, piece by piece; `about` is for its last line."""
    yield BOM_UTF8 + line([column.headed(source.zone) for column in source.columns])
    yield from source.copied() if source.can_copy else _written(source)
    words = "; ".join(f"{name}: {value}" for name, value in about)
    yield line([f"# End: {source.written:,} requests; {words}"])


def line(row: Texts) -> bytes:
    """As PostgreSQL's COPY writes it."""
    return (",".join(map(_cell, row)) + "\n").encode()


def _cell(text: str | None) -> str:
    if text is None:
        return ""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _written(source: Source) -> Iterator[bytes]:
    block = bytearray()
    for row in source.texts(escaped=True):
        block += line(row)
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
