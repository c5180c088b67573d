"""One act for one key, however often it is sent; the answer is kept with the money."""

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import IntegrityError

from wallet import waiting
from wallet.retries import keyed_with_retry
from withdrawals.exceptions import KeyInFlight, KeyReused
from withdrawals.models import IdempotencyKey

LEAST_KEPT = timedelta(hours=24)  # before an answer may be swept
PATIENCE = 200  # milliseconds in which the first sender may still end

Answer = dict[str, Any]
_canonical = json.JSONEncoder(sort_keys=True, default=str).encode


@dataclass(frozen=True)
class Key:
    """What the sender calls this act. `scope` is who sent it, and to which door."""

    scope: str
    key: str
    body: Answer

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the body, whatever the order of its fields."""
        return hashlib.sha256(_canonical(self.body).encode()).hexdigest()


@dataclass(frozen=True)
class Reply:
    """The answer to a key, and whether it was given before."""

    answer: Answer
    is_replay: bool


def once(key: Key, act: Callable[[], Answer], *, waits: bool = True) -> Reply:
    """Do `act` and keep its answer, or give the answer that was kept.

    A second sender waits until the first has committed; who does not wait gets
    KeyInFlight, where the database can tell (PostgreSQL; SQLite lets nobody begin
    beside the first). What `act` raises is not kept: the key can be used again. Raises
    KeyReused for the same key, another body.
    """
    if known := kept(key):
        return known
    try:
        return Reply(_do(key, act, waits), is_replay=False)
    except IntegrityError:
        if known := kept(key):
            return known
        raise


@keyed_with_retry
def _do(key: Key, act: Callable[[], Answer], waits: bool) -> Answer:
    row = _take(key, waits)
    row.answer = answer = act()
    row.save(update_fields=["answer"])
    return answer


def _take(key: Key, waits: bool) -> IdempotencyKey:
    """Write the key, which nobody else can from here on."""
    try:
        with nullcontext() if waits else waiting.at_most(PATIENCE):
            return IdempotencyKey.objects.create(
                scope=key.scope, key=key.key, fingerprint=key.fingerprint
            )
    except waiting.StillLocked as error:
        raise KeyInFlight(key.key) from error


def kept(key: Key) -> Reply | None:
    """The answer that the key got before; raises KeyReused."""
    row = IdempotencyKey.objects.filter(scope=key.scope, key=key.key).first()
    return replay(key, row.fingerprint, row.answer) if row else None


def replay(key: Key, fingerprint: str, answer: Answer) -> Reply:
    """The kept answer, which is only for the body that it was given to."""
    if fingerprint != key.fingerprint:
        raise KeyReused(key.key)
    return Reply(answer, is_replay=True)
