"""What each field must be: for the documentation, the checks and the errors alike."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from ninja import Field
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from wallet import clock
from wallet.crediting import KINDS
from withdrawals.events import Event
from withdrawals.notifications.models import MessageState
from withdrawals.states import Status
from withdrawals.texts import parse_id

EXTRAS = ("timeline", "estimate")  # what a status can tell besides

MUST_BE = {
    "body": "a JSON object",
    "user_id": "a text of 1 to 500 printable characters, no spaces at its ends",
    "amount": "a whole number of coins, as a JSON number",
    "upi_id": "a UPI ID in the format username@bankname, for example name@okhdfcbank",
    "withdrawal_id": "a UUID",
    "reason": "a text of at most 500 characters",
    "from": "a date like 2026-01-09 or a moment like 2026-01-09T15:30:00Z, in UTC",
    "to": "a date like 2026-01-09 or a moment like 2026-01-09T15:30:00Z, in UTC",
    "include": f"one or more of {', '.join(EXTRAS)}, separated by commas",
    "limit": "a whole number from 1 to 100",
    "cursor": "the next of an earlier answer to the same question",
    "type": f"one of {', '.join(KINDS)}",
    "reference": "a text of 1 to 100 characters",
    "items": "a list of 1 to 1000 credits, each a JSON object",
    "all_or_nothing": "true or false",
    "status": f"one of {', '.join(Status.values)}",
    "return_url": "one of the addresses that the app may return to, letter by letter",
    "state": "a text of at most 500 printable characters",
    "webhook_id": "a UUID",
    "url": "an https:// address of at most 500 characters, without spaces, user, "
    "password or #fragment",
    "delivery_id": "a UUID",
    "outcome": f"one of {', '.join(MessageState.values)}",
    "events": f"a list of one or more of {', '.join(Event.values)}",
    "Idempotency-Key": "1 to 255 printable ASCII characters",
}


def must_be(name: str, **more: Any) -> Any:
    return Field(description=MUST_BE[name], **more)


def _digits(text: str) -> str:
    """Nothing but digits: no sign, space, underscore or fraction."""
    if not re.fullmatch("[0-9]{1,3}", text):
        raise ValueError("not a whole number")
    return text


def _id(value: object) -> UUID:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return parse_id(value)


def _events(value: object) -> object:
    """The list as a whole is judged, not each of what is in it."""
    known = isinstance(value, list) and all(each in Event.values for each in value)
    if not known:
        raise ValueError("not a list of events")
    return value


def _moment(text: object) -> tuple[datetime, timedelta]:
    """The moment, and how long it lasts: a day, or no time at all."""
    if not isinstance(text, str) or not re.fullmatch(_MOMENT, text):
        raise ValueError("neither a date nor a moment in UTC")
    length = timedelta(days=1) if len(text) == len("2026-01-09") else timedelta()
    return datetime.fromisoformat(text).replace(tzinfo=UTC), length


def _start(text: object) -> datetime:
    return _moment(text)[0]


def _end(text: object) -> datetime:
    """Before when: a date is meant whole."""
    moment, length = _moment(text)
    return moment + length


_MOMENT = r"[12]\d{3}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?Z)?"
_A_MOMENT: Any = {
    "anyOf": [
        {"type": "string", "format": "date", "pattern": "^[12]"},
        {"type": "string", "format": "date-time", "pattern": "^[12].*Z$"},
    ]
}

Limit = Annotated[int, BeforeValidator(_digits)]
Id = Annotated[UUID, BeforeValidator(_id)]
Moment = Annotated[
    datetime,
    PlainSerializer(clock.told),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Events = Annotated[list[Event], BeforeValidator(_events)]
Start = Annotated[
    datetime,
    BeforeValidator(_start),
    WithJsonSchema(_A_MOMENT),
]
End = Annotated[
    datetime,
    BeforeValidator(_end),
    WithJsonSchema(_A_MOMENT),
]
