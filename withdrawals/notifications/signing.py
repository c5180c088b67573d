"""Standard Webhooks: how a receiver knows that an event is ours, and new.

https://www.standardwebhooks.com
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime

from standardwebhooks import Webhook

from wallet import encryption

_PURPOSE = "webhook"


def new_secret() -> str:
    """192 random bits, as the standard writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def seal(secret: str) -> str:
    return encryption.encrypt(secret, _PURPOSE)


def unseal(token: str) -> str:
    """Raises InvalidToken where no key of SEALING_KEYS has sealed it."""
    return encryption.decrypt(token, _PURPOSE)


def reseal(token: str) -> str:
    """By the first of SEALING_KEYS. Raises InvalidToken."""
    return encryption.renew(token, _PURPOSE)


def headers(
    event_id: str, moment: datetime, body: str, keys: Iterable[str]
) -> dict[str, str]:
    """The three headers of an event; a signature for each of the secrets `keys`."""
    signatures = [Webhook(key).sign(event_id, moment, body) for key in keys]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
