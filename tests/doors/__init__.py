"""Every door that takes a kind of value: what it keeps, or None when it refuses it.

A door that refuses names the field, answers no 5xx and leaves no trace in any table.
What it takes is taken back, so that the next value meets the same rows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils.http import urlencode

from tests.everything import nothing_changes

Door = Callable[[str], str | None]
FORM = "application/x-www-form-urlencoded"


def verdicts(door: Door, texts: Iterable[str]) -> dict[str, str | None]:
    """What the door says to each text; the refusals leave everything as it was."""
    with nothing_changes():
        return {text: _verdict(door, text) for text in texts}


def post(client: Client, url: str, sent: dict[str, str], **headers: str) -> Any:
    """Send a form, as a browser does."""
    return client.post(url, urlencode(sent), FORM, headers=headers)


def _verdict(door: Door, text: str) -> str | None:
    with transaction.atomic():
        verdict = door(text)
        transaction.set_rollback(verdict is not None)
    return verdict
