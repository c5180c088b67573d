"""A pasted table of payments: lines of a reference or UPI ID, an amount and a UTR."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# As Indians group (1,00,000.00) and others do (100,000.00), or not at all.
_AMOUNT = re.compile(
    r"(?:₹|Rs\.?|INR)?\s*([0-9]{1,3}(?:(?:,[0-9]{2})*,[0-9]{3})|[0-9]+)(\.[0-9]{1,2})?",
    re.I | re.A,
)
_SIGN = re.compile(r"(₹|\bRs\.?|\bINR)\s+", re.I)
_NAMES = {
    "reference": "who",
    "request": "who",
    "upi id": "upi_id",
    "upi": "upi_id",
    "vpa": "upi_id",
    "amount": "amount",
    "rupees": "amount",
    "utr": "utr",
    "transaction id": "utr",
    "transaction id (utr)": "utr",
}
# The columns of a line without a header, by their number.
_PLACES = {
    2: ("who", "utr"),
    3: ("who", "amount", "utr"),
    4: ("who", "upi_id", "amount", "utr"),
}
COLUMNS = (
    "a line needs a reference, or a UPI ID and an amount, then the transaction ID; "
    "put an amount with commas in quotes if commas part the columns"
)


@dataclass(frozen=True)
class Pasted:
    """One line, as it was typed; `problem` says why it is not understood."""

    number: int
    text: str
    who: str = ""  # a reference, or a UPI ID
    upi_id: str = ""
    amount: Decimal | None = None
    utr: str = ""
    problem: str = ""


def read(text: str) -> list[Pasted]:
    """The lines that hold anything, without a header."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    places = None
    if lines and (header := _header(_cells(lines[0][1]))):
        places, lines = header, lines[1:]
    return [_line(number, line, places) for number, line in lines]


def _header(cells: Sequence[str]) -> list[str] | None:
    """What each column is, if the line names them."""
    names = [_NAMES.get(cell.casefold(), "") for cell in cells]
    return names if "utr" in names else None


def _line(number: int, line: str, header: list[str] | None) -> Pasted:
    cells = _cells(line)
    places = header or _PLACES.get(len(cells))
    if not places or len(cells) > len(places):
        return Pasted(number, line.strip(), problem=COLUMNS)
    named = {
        name: cell for name, cell in zip(places, cells, strict=False) if name and cell
    }
    amount = named.pop("amount", "")
    known = _AMOUNT.fullmatch(amount)
    problem = f"“{amount}” is not an amount in rupees" if amount and not known else ""
    return Pasted(number, line.strip(), amount=_rupees(known), problem=problem, **named)


def _rupees(known: re.Match[str] | None) -> Decimal | None:
    if known is None or len(known[1]) > 15:  # noqa: PLR2004
        return None
    return Decimal(known[1].replace(",", "") + (known[2] or ""))


def _cells(line: str) -> list[str]:
    """Parted by tabs, semicolons, commas or spaces, whichever stands first here."""
    line = _SIGN.sub(r"\1", line)
    for mark in "\t;":
        if mark in line:
            return _clean(_parted(line, mark))
    words = line.split()
    if "," in line and not _is_spaced(words):
        return _clean(_parted(line, ","))
    return _clean(words)


def _is_spaced(words: list[str]) -> bool:
    """Spaces part the columns: a comma stands in amounts only."""
    return len(words) in _PLACES and all(
        "," not in word or _AMOUNT.fullmatch(word) for word in words
    )


def _parted(line: str, mark: str) -> list[str]:
    return next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])


def _clean(cells: list[str]) -> list[str]:
    """Trimmed, without the sign by which a spreadsheet keeps a text a text."""
    cells = [cell.strip().strip("'\"").strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells
