"""A CSV file, in UTF-8 with the mark by which Excel knows it.

The first line has the headings. The last one, "# End: ...", has what the file is of:
programs meet it where the rows are over, and a file without it is not whole.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from itertools import islice

from withdrawals.portal.exports.csv_line import line
from withdrawals.portal.exports.source import LINES, Source

CONTENT_TYPE = "text/csv; charset=utf-8"


def blocks(source: Source, about: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The file, piece by piece; `about` is for its last line."""
    yield BOM_UTF8 + line([column.headed(source.zone) for column in source.columns])
    yield from source.copied() if source.can_copy else _written(source)
    words = "; ".join(f"{name}: {value}" for name, value in about)
    yield line([f"# End: {source.written:,} requests; {words}"])


def _written(source: Source) -> Iterator[bytes]:
    lines = map(line, source.texts(escaped=True))
    while some := list(islice(lines, LINES)):
        yield b"".join(some)
