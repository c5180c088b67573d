"""The record of every use of a money scope."""

import logging

from django.db import Error, transaction

from wallet.rows import begun
from withdrawals.integrations.models import ApiKey, KeyUse
from withdrawals.integrations.scopes import MONEY, Scope

MOST = 300  # characters of what is kept about a use

logger = logging.getLogger(__name__)


def done(key: ApiKey, scope: Scope, *, about: str, ip: str) -> KeyUse | None:
    """The row that is saved with the money, in its transaction: both or none."""
    return _row(key, scope, KeyUse.DONE, about, ip) if scope in MONEY else None


def ended(key: ApiKey, scope: Scope, outcome: str, *, about: str, ip: str) -> None:
    """Write that a call moved nothing, and why; its answer never fails for this."""
    if scope not in MONEY:
        return
    try:
        with transaction.atomic():
            _row(key, scope, outcome, about, ip).save(force_insert=True)
    except Error as error:
        logger.warning("use of %s for %s (%s) not kept: %s", key, scope, outcome, error)


def _row(key: ApiKey, scope: Scope, outcome: str, about: str, ip: str) -> KeyUse:
    about = about[:MOST]
    told = {"scope": scope, "outcome": outcome, "about": about, "ip": ip}
    return begun(KeyUse, key_id=key.pk, **told)
