"""An XLSX file, sent while it is written: a zip whose directory comes last.

Cut anywhere it is no valid file. Its last sheet, "About", has what it is of.
"""

import zipfile
from collections.abc import Generator, Iterator, Sequence
from io import RawIOBase
from typing import IO

from withdrawals.portal.exports import xlsx_parts as parts
from withdrawals.portal.exports.columns import Column
from withdrawals.portal.exports.source import Source

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCK = 64 * 1024  # bytes sent at once
MOST = 2**20 - 1  # rows of a sheet below its headings
# Bytes of a sheet, after which another one is begun. From 2 GiB on a zip that is sent
# as it is written needs sizes of 64 bits, and Excel does not open one that has them.
FULL = 2_000_000_000


class TooManyRows(Exception):
    """More requests than a sheet has rows."""


class _Pipe(RawIOBase):
    """Takes what the zip writes, until it is sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self.waiting)
        self.waiting.clear()
        return data


def blocks(source: Source, about: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """The file, piece by piece. Raises TooManyRows in the midst of it."""
    pipe, rows, sheets = _Pipe(), _rows(source), 0
    # Level 1 packs four times as fast as the usual one, into a tenth more.
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, xml in parts.PARTS.items():
            file.writestr(name, xml)
        is_full = True
        while is_full:
            sheets += 1
            with file.open(parts.SHEET.format(sheets), "w") as sheet:
                is_full = yield from _fill(sheet, source, rows, pipe)
        file.writestr(parts.ABOUT, _about(source, about, sheets))
        for name, xml in parts.book(sheets).items():
            file.writestr(name, xml)
    yield pipe.taken()


def _fill(
    sheet: IO[bytes], source: Source, rows: Iterator[str], pipe: _Pipe
) -> Generator[bytes, None, bool]:
    """Write a sheet of requests, and return whether it ends because it is full."""
    size = sheet.write(_head(source.columns, source.zone).encode())
    for xml in rows:
        size += sheet.write(xml.encode())
        if len(pipe.waiting) >= BLOCK:
            yield pipe.taken()
        if size > FULL:
            break
    sheet.write(parts.END.encode())
    return size > FULL


def _head(columns: Sequence[Column], zone: str) -> str:
    widths = (parts.width(column.kind) for column in columns)
    headings = (parts.heading(column.headed(zone)) for column in columns)
    return parts.start(widths, is_table=True) + parts.row(headings)


def _rows(source: Source) -> Iterator[str]:
    """The rows, some hundred at a time."""
    write, rows = parts.writers([column.kind for column in source.columns]), []
    for texts in source.texts(escaped=False):
        rows.append(write(texts))
        if len(rows) == 200:
            yield "".join(rows)
            rows.clear()
        if source.written > MOST:
            raise TooManyRows
    if rows:
        yield "".join(rows)


def _about(source: Source, about: Sequence[tuple[str, str]], sheets: int) -> str:
    written = f"{source.written:,}" + (f" on {sheets} sheets" if sheets > 1 else "")
    rows = (
        parts.row([parts.heading(name), parts.string(value)])
        for name, value in [("Requests", written), *about]
    )
    return parts.start([20, 90], is_table=False) + "".join(rows) + parts.END
