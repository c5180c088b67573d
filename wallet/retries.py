"""Whole transactions, once more where the database says that they may be repeated."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import Error, InterfaceError, OperationalError, connection, transaction

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 4
PATIENCE = 5.0  # seconds after the first try in which another one may begin

_READ_ONLY = "25006"  # this server was the primary a moment ago
# PostgreSQL has rolled back: serialization failure, deadlock, lock not available.
_REPEATABLE = {"40001", "40P01", "55P03", _READ_ONLY}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Busy(OperationalError):
    """The database has refused every try; nothing was changed.

    But a keyed act whose connection was lost may be done: send its key again.
    """


def atomic_with_retry(act: Callable[P, T]) -> Callable[P, T]:
    """Let `act` be one transaction, tried a few times if the database asks for it.

    Inside another transaction it is a part of that one, which alone can be repeated.
    A connection lost in COMMIT is not tried again: nobody knows what came of it.
    Raises Busy when it gives up.
    """
    return _retrying(act, _may_repeat)


def keyed_with_retry(act: Callable[P, T]) -> Callable[P, T]:
    """As atomic_with_retry, for an act that its key keeps from being done twice.

    It is tried again after a lost connection, too.
    """
    return _retrying(act, _may_repeat_with_key)


def statement_with_retry(act: Callable[P, T]) -> Callable[P, T]:
    """As atomic_with_retry, for one statement: it needs no BEGIN and no COMMIT."""
    return _retrying(act, _may_repeat, is_statement=True)


def keyed_statement_with_retry(act: Callable[P, T]) -> Callable[P, T]:
    """As keyed_with_retry, for one statement: it needs no BEGIN and no COMMIT."""
    return _retrying(act, _may_repeat_with_key, is_statement=True)


def _retrying(
    act: Callable[P, T],
    may_repeat: Callable[[Error], bool],
    *,
    is_statement: bool = False,
) -> Callable[P, T]:
    within = transaction.atomic(act)
    whole = _hanging_up(act) if is_statement else within

    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            return within(*args, **kwargs)
        deadline = time.monotonic() + PATIENCE
        for count in range(1, TRIES + 1):
            try:
                return whole(*args, **kwargs)
            except Error as error:
                if not may_repeat(error):
                    raise
                if count == TRIES or time.monotonic() > deadline:
                    raise Busy(str(error)) from error
                _prepare(error, count)
        raise AssertionError("the last try returns or raises")

    return tried


def _hanging_up(act: Callable[P, T]) -> Callable[P, T]:
    """Let go of a connection that was lost, as a transaction does where it ends."""

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except Error as error:
            if _is_lost(error):
                connection.close()
            raise

    return done


def _prepare(error: Error, count: int) -> None:
    """Wait a little, longer each time and never as long as the others."""
    if _sqlstate(error) == _READ_ONLY:
        connection.close()  # a new one may find the new primary
    time.sleep(0.02 * 2**count * (0.5 + secrets.randbelow(1000) / 1000))


def _may_repeat(error: Error) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    is_locked = code is not None and code & 0xFF in _LOCKED
    return is_locked or _sqlstate(error) in _REPEATABLE


def _may_repeat_with_key(error: Error) -> bool:
    return _may_repeat(error) or _is_lost(error)


def _is_lost(error: Error) -> bool:
    """No answer came (no SQLSTATE), or the server said good-bye."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if connection.vendor != "postgresql":
        return False
    state = _sqlstate(error)
    return state is None or state.startswith(("08", "57P"))


def _sqlstate(error: Error) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
