"""One act for one key, however often it is sent; the answer is kept with the money."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from wallet.retries import keyed_with_retry
from withdrawals.exceptions import KeyReused
from withdrawals.models import IdempotencyKey

Answer = dict[str, Any]


@dataclass(frozen=True)
class Key:
    """What the sender calls this act. `scope` is who sent it, and to which door."""

    scope: str
    key: str
    body: Answer

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the body, whatever the order of its fields."""
        canonical = json.dumps(self.body, sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def once(key: Key, act: Callable[[], Answer]) -> Answer:
    """Do `act` and keep its answer, or give the answer that was kept.

    A second sender waits until the first has committed. What `act` raises is not
    kept: the key can be used again. Raises KeyReused for the same key, another body.
    """
    if kept := _kept(key):
        return kept
    try:
        return _do(key, act)
    except IntegrityError:
        if kept := _kept(key):
            return kept
        raise


@keyed_with_retry
def _do(key: Key, act: Callable[[], Answer]) -> Answer:
    row = IdempotencyKey.objects.create(
        scope=key.scope, key=key.key, fingerprint=key.fingerprint
    )
    row.answer = answer = act()
    row.save(update_fields=["answer"])
    return answer


def _kept(key: Key) -> Answer | None:
    row = IdempotencyKey.objects.filter(scope=key.scope, key=key.key).first()
    if row and row.fingerprint != key.fingerprint:
        raise KeyReused(key.key)
    return row.answer if row else None
