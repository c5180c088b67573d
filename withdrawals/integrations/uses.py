"""The record of every use of a money scope."""

import logging

from django.db import Error, transaction

from withdrawals.integrations.models import ApiKey, KeyUse
from withdrawals.integrations.scopes import MONEY, Scope

MOST = 300  # characters of what is kept about a use

logger = logging.getLogger(__name__)


def done(key: ApiKey, scope: Scope, *, about: str, ip: str) -> None:
    """Write the row with the money, in its transaction: both or none."""
    if scope in MONEY:
        _write(key, scope, KeyUse.DONE, about, ip)


def ended(key: ApiKey, scope: Scope, outcome: str, *, about: str, ip: str) -> None:
    """Write that a call moved nothing, and why; its answer never fails for this."""
    if scope not in MONEY:
        return
    try:
        with transaction.atomic():
            _write(key, scope, outcome, about, ip)
    except Error as error:
        logger.warning("use of %s for %s (%s) not kept: %s", key, scope, outcome, error)


def _write(key: ApiKey, scope: Scope, outcome: str, about: str, ip: str) -> None:
    KeyUse.objects.create(
        key=key, scope=scope, outcome=outcome, about=about[:MOST], ip=ip
    )
