"""Whose key comes with a call, and the token that the call takes from its bucket.

PostgreSQL gives both in one journey.
"""

import logging
from collections.abc import Callable

from django.db import Error, connection

from withdrawals.integrations import lookup
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.models import ApiKey
from withdrawals.limits.buckets import Left, take_if_found
from withdrawals.limits.rates import Limit

logger = logging.getLogger(__name__)

_Left = Callable[[], Left]


def arrive(sent: KeyText, *, harmless: bool) -> tuple[ApiKey | None, _Left | None]:
    """The key that works, and how to ask what is left if its token is taken already.

    A call that harms nobody is let in also where nobody knows what is left.
    """
    if connection.vendor != "postgresql":
        return lookup.find(sent), None
    try:
        return _arrive(sent)
    except Error as error:
        if not harmless:
            raise
        logger.info("%s not counted: %s", Limit.KEY.label, error)
        return lookup.find(sent), None


def _arrive(sent: KeyText) -> tuple[ApiKey | None, _Left | None]:
    """A key that is bound to networks gives its token only where it was looked at."""
    condition = "found.digest = %s AND found.networks = '[]'", [sent.digest]
    query = lookup.query(sent)
    rows, left = take_if_found(Limit.KEY, sent.public_id, query, condition)
    key = lookup.found(sent, rows)
    return key, left if key and not key.networks else None
