"""The secrets of webhooks, when SEALING_KEYS change."""

from uuid import UUID

from wallet import clock
from wallet.retries import atomic_with_retry
from withdrawals.notifications import signing
from withdrawals.notifications.models import Endpoint


@atomic_with_retry
def reseal(endpoint_id: UUID) -> int:
    """Seal its secrets by the first of SEALING_KEYS, and count those that were not.

    One that does not sign any more is forgotten. Raises InvalidToken.
    """
    row = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if row is None:
        return 0
    before = {row.secret, row.old_secret}
    row.secret = signing.reseal(row.secret)
    keeps_old = row.keeps_old_secret(clock.now())
    row.old_secret = signing.reseal(row.old_secret) if keeps_old else ""
    row.save(update_fields=["secret", "old_secret"])
    return len({row.secret, row.old_secret} - before - {""})
