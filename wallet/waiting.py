"""How long a statement waits for a transaction that is in its way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

_LOCK_NOT_AVAILABLE = "55P03"


class StillLocked(Exception):
    """Another transaction is in the way and has not ended; this one is undone."""


@contextmanager
def at_most(milliseconds: int) -> Iterator[None]:
    """Let a statement inside wait no longer than this; raise StillLocked.

    It is this transaction's rule, and ends with it. SQLite has one writer at a time:
    there, whoever is inside has nobody to wait for.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {milliseconds:d}")
        try:
            yield
        except OperationalError as error:
            if _waited(error):
                raise StillLocked from error
            raise
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")


@contextmanager
def at_once() -> Iterator[None]:
    """On SQLite, a write within fails at once where another holds the one lock.

    On PostgreSQL writes of other rows are in nobody's way.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def is_behind(error: OperationalError, index: str) -> bool:
    """Whether a statement gave up waiting for whoever writes the same to `index`."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return _waited(error) and index in (getattr(diagnosis, "context", None) or "")


def _waited(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == _LOCK_NOT_AVAILABLE
