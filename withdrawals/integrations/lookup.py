"""Whose key a text is."""

import hmac
import logging
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db import Error, transaction
from django.db.models import Q

from wallet import clock
from wallet.rows import Row, made
from wallet.statements import Statement, read
from wallet.waiting import at_once
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.models import ApiKey, App

logger = logging.getLogger(__name__)

FRESH = timedelta(minutes=1)  # how exactly the last use is known


# Asked by every call.
_BY_PUBLIC_ID = Statement(
    lambda public_id: ApiKey.objects.filter(public_id=public_id).select_related("app"),
    str,
)
WIDTH = len(ApiKey._meta.concrete_fields) + len(App._meta.concrete_fields)


def find(sent: KeyText) -> ApiKey | None:
    """The key with its app, if it is one that works; found by one indexed query."""
    return _right_one(sent, read(*query(sent)))


def query(sent: KeyText) -> tuple[str, list[Any]]:
    """What `find` asks, to be a part of another statement."""
    return _BY_PUBLIC_ID.sql(sent.public_id)


def found(sent: KeyText, rows: list[Row]) -> ApiKey | None:
    """As find, in what the database answered to `query`."""
    return _right_one(sent, rows)


def _right_one(sent: KeyText, rows: list[Row]) -> ApiKey | None:
    for key in map(_key_of, rows):
        # The digest is of the whole text: a key of the other mode has another one.
        if hmac.compare_digest(key.digest, sent.digest) and key.works:
            return key
    return None


@lru_cache(maxsize=1000)
def _key_of(row: Row) -> ApiKey:
    """The same one for the same row: it is read for every call, and nobody changes it.

    To make it anew took a third as long as to ask for it.
    """
    [row] = _BY_PUBLIC_ID.converted([row])
    own = len(ApiKey._meta.concrete_fields)
    key = made(ApiKey, row[:own])
    key.app = made(App, row[own:])
    return key


def note_use(key: ApiKey) -> None:
    """Keep when the key was used last, once a minute; a call never fails for it."""
    moment = clock.now()
    if key.last_used_at and moment - key.last_used_at < FRESH:
        return
    is_old = Q(last_used_at=None) | Q(last_used_at__lte=moment - FRESH)
    try:
        with at_once(), transaction.atomic():
            ApiKey.objects.filter(is_old, pk=key.pk).update(last_used_at=moment)
    except Error as error:
        logger.info("last use of %s not kept: %s", key, error)
