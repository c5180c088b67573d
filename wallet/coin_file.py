"""A CSV file of coins to credit, read and checked row by row."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from wallet import ledger
from wallet.exceptions import InvalidUserId
from wallet.ledger import MAX_MOVEMENT, Movement
from wallet.models import TransactionType

COLUMNS = ("user_id", "amount", "reason", "reference")
MAX_REASON = 500
MAX_REFERENCE = 100

_JOINERS = "\u200c\u200d"  # invisible, and part of ordinary words in Indian scripts

Record = tuple[int, list[str]]  # the number of its first line, and its values


class InvalidFile(Exception):
    """Nothing was credited; `problems` are sentences that say where and why."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True)
class Row:
    line: int
    movement: Movement


def read(file: BinaryIO, kind: TransactionType) -> list[Row]:
    """The file's rows as movements of `kind`, in the order of their accounts.

    Raises InvalidFile with every problem of every row.
    """
    records = _records(_decode(file.read()))
    _, header = next(records)
    if sorted(header) != sorted(COLUMNS):
        raise InvalidFile(
            f"Line 1: the columns must be {', '.join(COLUMNS)}, in any order; here "
            f"they are {', '.join(map(quote, header))}."
        )
    rows, problems = [], []
    lines: dict[str, int] = {}
    for line, cells in records:
        if len(cells) != len(header):
            problems.append(f"Line {line}: {len(cells)} values for 4 columns.")
            continue
        values = dict(zip(header, cells, strict=True))
        found = [*_problems(values, lines.setdefault(values["reference"], line), line)]
        problems += [f"Line {line}: {problem}." for problem in found]
        if not problems:
            rows.append(Row(line, _movement(values, kind)))
    if problems or not rows:
        raise InvalidFile(*(problems or ["The file has a header and no rows."]))
    return sorted(rows, key=lambda row: row.movement.user_id)


def quote(text: str) -> str:
    """Short, and harmless in a terminal."""
    start = text[:40] + "…" * (len(text) > 40)
    return f"'{start}'" if start.isprintable() else ascii(start)


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidFile(
            f"Line {line}: this is not UTF-8 text. Save the file as CSV in UTF-8."
        ) from error
    if not text.strip():
        raise InvalidFile("The file is empty.")
    return text


def _records(text: str) -> Iterator[Record]:
    """The header and every record; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidFile(f"Line {line}: this is not CSV ({error}).") from error


def _problems(values: dict[str, str], first: int, line: int) -> Iterator[str]:
    """What is wrong in the record; `first` is where its reference came first."""
    user_id, amount = values["user_id"], values["amount"]
    try:
        ledger.clean_user_id(user_id)
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
    for column, most in {"reason": MAX_REASON, "reference": MAX_REFERENCE}.items():
        if len(values[column]) > most or not _is_plain(values[column]):
            yield (
                f"{column} {quote(values[column])} must have 1 to {most} characters, "
                "no control characters and no space at its ends"
            )
    if first != line:
        yield f"reference {quote(values['reference'])} is in line {first} already"


def _is_plain(text: str) -> bool:
    visible = [char for char in text if char not in _JOINERS]
    controls = {"Cc", "Cf", "Cs", "Zl", "Zp"}.intersection(
        map(unicodedata.category, visible)
    )
    return bool(visible) and text == text.strip() and not controls


def _movement(values: dict[str, str], kind: TransactionType) -> Movement:
    return Movement(
        values["user_id"],
        int(values["amount"]),
        kind,
        values["reason"],
        f"credit:{values['reference']}",
    )
