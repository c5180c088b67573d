"""Token buckets in the database, so that all processes count as one.

A bucket is one number: the moment at which it will be full again. Taking a token moves
that moment on by the time in which one comes back, if there is room for it still. One
statement does that, so however many come at once, no more than the bucket holds pass.
"""

import itertools
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import Error, connection, transaction

from wallet.rows import Row
from wallet.statements import read
from wallet.waiting import at_once
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.models import Bucket
from withdrawals.limits.rates import SECOND, Limit, Rate

logger = logging.getLogger(__name__)

SWEPT_AFTER = 1000  # tokens taken by this process
_taken = itertools.count(1)

_TAKE = """
    INSERT INTO limits_bucket AS held (key, size, full_at) {row}
    ON CONFLICT (key) DO UPDATE SET size = excluded.size,
        full_at = {later}(held.full_at + %s, excluded.full_at)
    WHERE {later}(held.full_at + %s, excluded.full_at) + %s - excluded.full_at
        <= excluded.size
    RETURNING full_at
"""
_VALUES = "VALUES (%s, %s, %s)"
# On PostgreSQL: the commit of this one statement does not wait for the disk, or all
# calls with a busy key would wait for each other. _unsynced() says it to SQLite.
_HURRY = "set_config('synchronous_commit', 'off', TRUE)"
_HURRIED = f"SELECT %s, %s, %s FROM {_HURRY}"  # noqa: S608
Part = tuple[str, list[Any]]  # SQL and its values


class Left(NamedTuple):
    """What a bucket holds after a token was taken, or was not there to be taken."""

    limit: Limit
    rate: Rate
    lead: int  # microseconds until the bucket is full

    @property
    def tokens(self) -> int:
        return max(0, (self.rate.size - self.lead) // self.rate.interval)

    @property
    def full_in(self) -> int:
        """Seconds, rounded up."""
        return _seconds(self.lead)

    @property
    def wait(self) -> int:
        """Seconds until there is a token again, rounded up."""
        return _seconds(max(0, self.lead + self.rate.interval - self.rate.size))


class Taking(NamedTuple):
    """A token to be taken, at the moment `now` (microseconds)."""

    limit: Limit
    key: str
    rate: Rate
    now: int

    @classmethod
    def of(cls, limit: Limit, whose: str | None = None) -> "Taking":
        """The key of nobody's is what is to be hashed before the name."""
        key = f"{limit.label}:" if whose is None else _key(limit, whose)
        return cls(limit, key, limit.rate, time.time_ns() // 1000)

    def by(self, whose: str) -> "Taking":
        return self._replace(key=_key(self.limit, whose))

    @staticmethod
    @cache
    def sql(row: str) -> str:
        """The statement that takes it."""
        later = "GREATEST" if connection.vendor == "postgresql" else "max"
        return _TAKE.format(row=row, later=later)

    def values(self, *own: Any) -> list[Any]:
        """Of the statement, with those that `row` has of its own."""
        step = self.rate.interval
        return [self.key, self.rate.size, self.now + step, *own, step, step, step]

    def left(self, full_at: int | None) -> Left:
        """What came of it; raises RateLimited."""
        if next(_taken) % SWEPT_AFTER == 0:
            sweep()
        if full_at is not None:
            return Left(self.limit, self.rate, full_at - self.now)
        moments = Bucket.objects.filter(key=self.key).values_list("full_at", flat=True)
        held = moments.first() or self.now
        raise RateLimited(Left(self.limit, self.rate, held - self.now))


def take(limit: Limit, whose: str) -> Left:
    """Take one token out of `whose` bucket. Raises RateLimited.

    Also what the database raises when it does not answer: then nobody knows. Call it
    outside the transaction of what it limits, which nobody should wait for here.
    """
    taking = Taking.of(limit, whose)
    with _unsynced():
        rows = asked(Taking.sql(_row()), taking.values())
    return taking.left(rows[0][0] if rows else None)


def take_if_it_answers(limit: Limit, whose: str) -> Left | None:
    """As take, for what harms nobody: where nobody knows, it may be done.

    It waits for no lock of SQLite's either.
    """
    try:
        with at_once():
            return take(limit, whose)
    except Error as error:
        logger.info("%s not counted: %s", limit.label, error)
        return None


def sweep() -> None:
    """Forget the buckets that are full: they are as if they had never been used."""
    full = Bucket.objects.filter(full_at__lte=time.time_ns() // 1000)
    try:
        with transaction.atomic():
            locked = full.select_for_update(skip_locked=True)[:SWEPT_AFTER]
            Bucket.objects.filter(key__in=locked.values("key")).delete()
    except Error as error:
        logger.info("full buckets not swept: %s", error)


def _row() -> str:
    """Within another transaction its commit is not ours to hurry."""
    hurried = connection.vendor == "postgresql" and not connection.in_atomic_block
    return _HURRIED if hurried else _VALUES


def unsynced(source: str) -> str:
    """PostgreSQL's: the commit of a statement from there does not wait for the disk."""
    return source if connection.in_atomic_block else f"{_HURRY}, {source}"


def asked(sql: str, values: list[Any]) -> list[Row]:
    return read(sql, values)


def _key(limit: Limit, whose: str) -> str:
    return sha256(f"{limit.label}:{whose}".encode()).hexdigest()


def _seconds(microseconds: int) -> int:
    return -(-microseconds // SECOND)


@contextmanager
def _unsynced() -> Iterator[None]:
    """On SQLite, let a commit within not wait for the disk.

    A power cut may take it back; it takes nothing else back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous = {int(usual)}")
