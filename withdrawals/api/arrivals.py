"""Whose key comes with a call, and the token that the call takes from its bucket.

PostgreSQL gives both in one journey, with what the call will ask then: see ahead.py.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.db import Error, connection

from wallet import clock
from withdrawals.api.ahead import NONE_KNOWN, Ahead, Known
from withdrawals.integrations import lookup
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.models import ApiKey
from withdrawals.integrations.scopes import MONEY, Scope
from withdrawals.limits import buckets
from withdrawals.limits.buckets import Left, Part, Taking
from withdrawals.limits.rates import Limit

logger = logging.getLogger(__name__)

# A key that is bound to networks gives its token only where it was looked at.
_TAKEN = "SELECT %s, %s, %s FROM {} WHERE found.digest = %s AND found.networks = '[]'"
_SEEN = "SELECT it.* FROM taken, LATERAL ({}) it"
# As the code asks the key: see ApiKey.works and Caller.check.
_THEIRS = """
    SELECT encode(sha256(convert_to(%s || whose.user_id, 'UTF8')), 'hex'), %s, %s
    FROM taken, found, ({}) whose
    WHERE found.revoked_at IS NULL
        AND (found.expires_at IS NULL OR found.expires_at > %s) AND found.scopes ? %s
"""


class Arrival(NamedTuple):
    """The key that works; how to ask what is left, if its token is taken already."""

    key: ApiKey | None
    left: Callable[[], Left] | None = None
    known: Known = NONE_KNOWN


def arrive(sent: KeyText, scope: Scope, ahead: Ahead) -> Arrival:
    """A call that harms nobody is let in also where nobody knows what is left."""
    if connection.vendor != "postgresql":
        return Arrival(lookup.find(sent))
    try:
        return _arrive(sent, scope, ahead)
    except Error as error:
        if scope in MONEY:
            raise
        logger.info("%s not counted: %s", Limit.KEY.label, error)
        return Arrival(lookup.find(sent))


def _arrive(sent: KeyText, scope: Scope, ahead: Ahead) -> Arrival:
    taking = Taking.of(Limit.KEY, sent.public_id)
    theirs = Taking.of(Limit.USER) if ahead.whose else None
    rows = buckets.asked(*_asked(sent, scope, ahead, taking, theirs))
    key = lookup.found(sent, [row[: lookup.WIDTH] for row in rows])
    if key is None or key.networks:
        return Arrival(key)
    is_taken, is_theirs, *seen = rows[0][lookup.WIDTH :]
    left = theirs and (lambda user_id: theirs.by(user_id).left(is_theirs))
    known = Known(tuple(seen) if ahead.seen else None, left)
    return Arrival(key, lambda: taking.left(is_taken), known)


def _asked(
    sent: KeyText, scope: Scope, ahead: Ahead, taking: Taking, theirs: Taking | None
) -> Part:
    """For the key's columns, two moments, and what is seen."""
    found, values = lookup.query(sent)
    values += taking.values(sent.digest)
    if ahead.seen:
        values += ahead.seen[1]
    if theirs and ahead.whose:
        values += theirs.values(*ahead.whose[1], clock.now(), scope.value)
    seen, whose = (part and part[0] for part in ahead)
    return _statement(found, buckets.unsynced("found"), seen, whose), values


@lru_cache(maxsize=256)
def _statement(found: str, source: str, seen: str | None, whose: str | None) -> str:
    parts = {"found": found, "taken": Taking.sql(_TAKEN.format(source))}
    columns, joined = ["found.*", "(SELECT full_at FROM taken)", "NULL"], "found"
    if seen:
        parts["seen"] = _SEEN.format(seen)
        columns.append("seen.*")
        joined = "found LEFT JOIN seen ON TRUE"
    if whose:
        parts["theirs"] = Taking.sql(_THEIRS.format(whose))
        columns[2] = "(SELECT full_at FROM theirs)"
    named = ", ".join(f"{name} AS ({sql})" for name, sql in parts.items())
    return f"WITH {named} SELECT {', '.join(columns)} FROM {joined}"  # noqa: S608
