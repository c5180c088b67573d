"""Receive webhooks: verify, take each event once, and never go back in time.

Your handler of POST /webhooks, in any framework:

    return receive(SECRET, request.headers, request.body, database)  # the status
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import Mapping
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

TOLERANCE = 300  # seconds by which the clocks may differ
TABLES = """
CREATE TABLE IF NOT EXISTS handled (event_id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS withdrawal (
    id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, status TEXT NOT NULL
);
"""
NEWER = """
INSERT INTO withdrawal (id, sequence, status) VALUES (:id, :sequence, :status)
ON CONFLICT (id) DO UPDATE SET sequence = :sequence, status = :status
WHERE withdrawal.sequence < :sequence
"""


def receive(
    secret: str, headers: Mapping[str, str], body: bytes, database: sqlite3.Connection
) -> int:
    """Take an event; the HTTP status to answer with. What follows from it (a mail, a
    push message) is for later: the answer must come within 15 seconds."""
    key = Webhook(secret)  # raises for what is no secret: no sender is to blame for it
    try:
        event = key.verify(body, dict(headers))
    except (WebhookVerificationError, ValueError):  # ValueError: of a torn header
        return 401
    take(headers["webhook-id"], event, database)
    return 200


def take(event_id: str, event: dict[str, Any], database: sqlite3.Connection) -> bool:
    """Write what the event says, in one transaction; False if it says nothing new."""
    with database:
        if (
            database.execute(
                "INSERT INTO handled VALUES (?) ON CONFLICT DO NOTHING", [event_id]
            ).rowcount
            == 0
        ):
            return False  # it came before
        if not event["type"].startswith("withdrawal."):
            return False  # a test event
        return database.execute(NEWER, event["data"]).rowcount == 1


def verify_by_hand(secret: str, headers: Mapping[str, str], body: bytes) -> Any:
    """What the library does, for a language that has none. Raises ValueError."""
    event_id = headers.get("webhook-id", "")
    sent_at = headers.get("webhook-timestamp", "")
    if not sent_at.isdecimal() or abs(time.time() - int(sent_at)) > TOLERANCE:
        raise ValueError("The event is too old or too new")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{event_id}.{sent_at}.".encode() + body
    right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    # While a secret is being replaced there are two signatures: one has to match.
    for each in headers.get("webhook-signature", "").split(" "):
        if hmac.compare_digest(each.encode(), f"v1,{right}".encode()):
            return json.loads(body)
    raise ValueError("No signature matches")
