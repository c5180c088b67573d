"""Charts as SVG: bars of what was paid, under a line of what was asked for.

Widths are percent of the chart, which fills its place; heights are its pixels.
"""

from collections.abc import Iterable
from dataclasses import dataclass

HEIGHT = 144
_BAR = 0.62  # of a column's width
_STEPS = (2, 4, 6, 8, 10)


@dataclass(frozen=True)
class Entry:
    """A column's figures, and its words: below it, and in full."""

    asked: int
    paid: int
    label: str
    words: str


@dataclass(frozen=True)
class Column:
    entry: Entry
    left: str
    bar_left: str
    bar_top: float
    bar_height: float


@dataclass(frozen=True)
class Chart:
    top: int
    columns: list[Column]
    column_width: str
    bar_width: str
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        return not any(each.entry.asked or each.entry.paid for each in self.columns)

    @property
    def scale(self) -> list[tuple[int, float]]:
        """The numbers beside the chart, and where they are, from above."""
        numbers = (self.top, self.top // 2, 0)
        return [(number, _down(number, self.top)) for number in numbers]

    @property
    def line(self) -> str:
        """What was asked for, as steps, each one unit wide."""
        heights = [_down(each.entry.asked, self.top) for each in self.columns]
        steps = " ".join(f"V{height} H{n}" for n, height in enumerate(heights, 1))
        return f"M0 {heights[0]} {steps}"


def chart(entries: Iterable[Entry]) -> Chart:
    """The chart of the entries, the first one on the left."""
    entries = list(entries)
    top = _round_up(max(max(each.asked, each.paid) for each in entries))
    width = 100 / len(entries)
    columns = [
        _column(entry, number * width, width, top)
        for number, entry in enumerate(entries)
    ]
    return Chart(top, columns, _percent(width), _percent(width * _BAR))


def _column(entry: Entry, left: float, width: float, top: int) -> Column:
    bar_left = left + width * (1 - _BAR) / 2
    bar_top = _down(entry.paid, top)
    height = round(HEIGHT - bar_top, 1)
    return Column(entry, _percent(left), _percent(bar_left), bar_top, height)


def _down(number: int, top: int) -> float:
    """How far from the upper edge the number is."""
    return round(HEIGHT * (1 - number / top), 1)


def _round_up(number: int) -> int:
    """The next number whose half is whole too: 2, 4, 6, 8, 10, 20, 40 ..."""
    unit = 1
    while number > 10 * unit:
        unit *= 10
    return next(step * unit for step in _STEPS if number <= step * unit)


def _percent(value: float) -> str:
    return f"{value:.3f}%"
