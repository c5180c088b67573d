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
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.db import Error, connection, transaction

from wallet.statements import read
from wallet.waiting import at_once
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.models import Bucket
from withdrawals.limits.rates import SECOND, Limit, Rate

logger = logging.getLogger(__name__)

SWEPT_AFTER = 1000  # tokens taken by this process
_taken = itertools.count(1)

_TAKE = """
    INSERT INTO limits_bucket AS held (key, size, full_at) {values}
    ON CONFLICT (key) DO UPDATE SET size = excluded.size,
        full_at = {later}(held.full_at, %s) + %s
    WHERE {later}(held.full_at, %s) + %s - %s <= excluded.size
    RETURNING full_at
"""
_VALUES = "VALUES (%s, %s, %s)"
# On PostgreSQL: the commit of this one statement does not wait for the disk, or all
# calls with a busy key would wait for each other. _unsynced() says it to SQLite.
_UNSYNCED = "SELECT %s, %s, %s FROM set_config('synchronous_commit', 'off', TRUE)"


@dataclass(frozen=True)
class Left:
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


def take(limit: Limit, whose: str) -> Left:
    """Take one token out of `whose` bucket. Raises RateLimited.

    Also what the database raises when it does not answer: then nobody knows. Call it
    outside the transaction of what it limits, which nobody should wait for here.
    """
    key = sha256(f"{limit.label}:{whose}".encode()).hexdigest()
    rate, now = limit.rate, time.time_ns() // 1000
    with _unsynced():
        full_at = _full_at(key, rate, now)
    if next(_taken) % SWEPT_AFTER == 0:
        sweep()
    if full_at is None:
        held = Bucket.objects.values_list("full_at", flat=True).filter(key=key).first()
        raise RateLimited(Left(limit, rate, (held or now) - now))
    return Left(limit, rate, full_at - now)


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


def _full_at(key: str, rate: Rate, now: int) -> int | None:
    step = rate.interval
    rows = read(
        _take(connection.vendor, connection.in_atomic_block),
        [key, rate.size, now + step, now, step, now, step, now],
    )
    return rows[0][0] if rows else None


@cache
def _take(vendor: str, within: bool) -> str:
    """`within` another transaction, whose commit is not ours to hurry."""
    if vendor == "postgresql":
        return _TAKE.format(later="GREATEST", values=_VALUES if within else _UNSYNCED)
    return _TAKE.format(later="max", values=_VALUES)


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
