"""What a handler says of a job that it has tried."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Record = Callable[[], object]


@dataclass(frozen=True)
class Done:
    """It is done. `record` commits with that, or not at all."""

    record: Record | None = None


@dataclass(frozen=True)
class TryAgain:
    """It failed. `after` none: exponentially later. Often enough, and it is dead."""

    error: str
    after: timedelta | None = None
    record: Record | None = None


@dataclass(frozen=True)
class NotNow:
    """It was not tried, so that costs no attempt."""

    after: timedelta


Verdict = Done | TryAgain | NotNow
