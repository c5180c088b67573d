"""A CSV file of coins to credit, read and checked row by row."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, TextIO

from wallet.accounts import clean_user_id
from wallet.coin_rows import CoinRows
from wallet.crediting import MOST, is_plain
from wallet.exceptions import InvalidUserId
from wallet.ledger import MAX_MOVEMENT
from wallet.models import TransactionType

COLUMNS = ("user_id", "amount", "reason", "reference")
MAX_LINE = 1_000_000  # characters; the longest honest one has a few thousand
SHOWN = 50  # problems

_BROKEN = re.compile("[\ud800-\udfff]")

Record = tuple[int, list[str]]  # the number of its first line, and its values


class InvalidFile(Exception):
    """Nothing was credited; `problems` are sentences that say where and why.

    The first ones: there are `more`, which are only counted.
    """

    def __init__(self, *problems: str, more: int = 0) -> None:
        super().__init__(*problems)
        self.problems, self.more = problems, more


def read(file: BinaryIO, kind: TransactionType) -> CoinRows:
    """The file's rows as movements of `kind`, read line by line.

    Raises InvalidFile with the problems of all rows.
    """
    # What is no UTF-8 becomes half a pair here, so that its line can be named.
    text = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")
    rows = CoinRows(kind)
    try:
        refuse_any(_read(_records(text), rows))
    finally:
        text.detach()
    if not rows:
        raise InvalidFile("The file has a header and no rows.")
    return rows


def refuse_any(problems: Iterable[str]) -> None:
    """Raise InvalidFile when there is a problem."""
    found = iter(problems)
    if shown := list(islice(found, SHOWN)):
        raise InvalidFile(*shown, more=sum(1 for _ in found))


def quote(text: str) -> str:
    """Short, and harmless in a terminal."""
    start = text[:40] + "…" * (len(text) > 40)
    return f"'{start}'" if start.isprintable() else ascii(start)


def _read(records: Iterator[Record], rows: CoinRows) -> Iterator[str]:
    """Add every record to `rows`, and tell what is wrong with each."""
    _, header = next(records, (1, []))
    if not header:
        raise InvalidFile("The file is empty.")
    if "\0" in "".join(header):  # a spreadsheet, or UTF-16 without its mark
        raise _no_text(1)
    if sorted(header) != sorted(COLUMNS):
        raise InvalidFile(
            f"Line 1: the columns must be {', '.join(COLUMNS)}, in any order; here "
            f"they are {', '.join(map(quote, header[:10]))}."
        )
    for line, cells in records:
        if len(cells) != len(header):
            yield f"Line {line}: {len(cells)} values for 4 columns."
            continue
        values = dict(zip(header, cells, strict=True))
        for problem in _problems(values, rows.add(line, values), line):
            yield f"Line {line}: {problem}."


def _records(text: TextIO) -> Iterator[Record]:
    """The header and every record; empty lines are passed over."""
    reader = csv.reader(_lines(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if "".join(cells).strip() or len(cells) > 1:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidFile(f"Line {line}: this is not CSV ({error}).") from error


def _lines(text: TextIO) -> Iterator[str]:
    """Each line, which is UTF-8 and of no length that would fill the memory."""
    for number, line in enumerate(iter(lambda: text.readline(MAX_LINE), ""), start=1):
        if _BROKEN.search(line):
            raise _no_text(number)
        if len(line) == MAX_LINE:
            raise InvalidFile(f"Line {number}: this is not CSV (a line without end).")
        yield line


def _no_text(line: int) -> InvalidFile:
    return InvalidFile(
        f"Line {line}: this is not UTF-8 text. Save the file as CSV in UTF-8."
    )


def _problems(values: dict[str, str], first: int, line: int) -> Iterator[str]:
    """What is wrong in the record; `first` is where its reference came first."""
    user_id, amount = values["user_id"], values["amount"]
    try:
        clean_user_id(user_id)
    except InvalidUserId:
        yield (
            f"user_id {quote(user_id)} must have 1 to 500 printable characters and no "
            "space at its ends"
        )
    if not re.fullmatch("[1-9][0-9]{0,12}", amount) or int(amount) > MAX_MOVEMENT:
        yield (
            f"amount {quote(amount)} must be a whole number of coins from 1 to "
            f"{MAX_MOVEMENT}, in the digits 0 to 9 only"
        )
    for column, most in MOST.items():
        if not is_plain(values[column], most):
            yield (
                f"{column} {quote(values[column])} must have 1 to {most} characters, "
                "no control characters and no space at its ends"
            )
    if first != line:
        yield f"reference {quote(values['reference'])} is in line {first} already"
