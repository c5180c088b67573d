"""The domain's clock: real time, unless a caller tells a story of another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The time of whatever happens now, in UTC."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let what happens inside carry `moment` (demo data and simulations)."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
