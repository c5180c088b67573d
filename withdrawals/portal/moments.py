"""Times as the list writes them: datetime's own formats take twice as long."""

from calendar import month_abbr
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_MONTHS = list(month_abbr)
_TWO = [f"{number:02}" for number in range(60)]  # digits


class Moment(NamedTuple):
    """ "2026-11-05T13:05:22+05:30", "5 Nov, 13:05" and "5 Nov 2026, 13:05"."""

    iso: str
    short: str
    whole: str


def moment(local: datetime) -> Moment:
    """An aware time, to the second, in its own zone."""
    day, short, whole = _day(local.toordinal())
    clock = f"{_TWO[local.hour]}:{_TWO[local.minute]}"
    offset = _offset(local.utcoffset() or timedelta())
    iso = f"{day}T{clock}:{_TWO[local.second]}{offset}"
    return Moment(iso, f"{short}, {clock}", f"{whole}, {clock}")


@lru_cache(maxsize=5000)
def _day(ordinal: int) -> tuple[str, str, str]:
    day = date.fromordinal(ordinal)
    short = f"{day.day} {_MONTHS[day.month]}"
    return day.isoformat(), short, f"{short} {day.year}"


@lru_cache
def _offset(ahead: timedelta) -> str:
    """ "+05:30" """
    return datetime(2000, 1, 1, tzinfo=timezone(ahead)).isoformat()[19:]
