"""A CSV file, in UTF-8 with the mark by which Excel knows it.

The first line has the headings. The last one, "# End: ...", has what the file is of:
programs meet it where the rows are over, and a file without it is not whole.
"""

from codecs import BOM_UTF8
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from withdrawals.portal.exports.csv_line import line
from withdrawals.portal.exports.source import BLOCK, Source

CONTENT_TYPE = "text/csv; charset=utf-8"


def blocks(source: Source, about: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The file, piece by piece; `about` is for its last line."""
    yield BOM_UTF8 + line([column.headed(source.zone) for column in source.columns])
    yield from _blocks(source.copied() if source.can_copy else _written(source))
    words = "; ".join(f"{name}: {value}" for name, value in about)
    yield line([f"# End: {source.written:,} requests; {words}"])


def _written(source: Source) -> Generator[bytes]:
    for row in source.texts(escaped=True):
        yield line(row)


def _blocks(lines: Generator[bytes]) -> Iterator[bytes]:
    block = bytearray()
    with closing(lines):  # the database's too, when nobody reads on
        for each in lines:
            block += each
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
    yield bytes(block)
