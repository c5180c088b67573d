"""The domain's clock: real time, unless a caller tells a story of another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The time of whatever happens now, in UTC."""
    return _moment.get() or datetime.now(UTC)


def told(moment: datetime) -> str:
    """As whoever is told reads it: ISO 8601 in UTC, to the second."""
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let what happens inside carry `moment` (demo data and simulations)."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
