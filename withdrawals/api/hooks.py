"""The webhooks in the OpenAPI document: what is sent to the apps."""

from copy import deepcopy
from typing import Any

from withdrawals.events import Event

Json = dict[str, Any]

_ONLY_ASKED = ("timeline", "estimate")  # fields of a status that no event has


def webhooks(schemas: Json) -> Json:
    """One for each event; their schema joins `schemas`."""
    request = deepcopy(schemas["Details"])
    request["title"] = "EventData"
    for name in _ONLY_ASKED:
        del request["properties"][name]
    request["properties"]["sequence"] = {"type": "integer", "title": "Sequence"}
    request["required"] = list(request["properties"])
    schemas["EventData"] = request
    schemas["WithdrawalEvent"] = {
        "title": "WithdrawalEvent",
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"type": "string", "enum": Event.values},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"$ref": "#/components/schemas/EventData"},
        },
    }
    return {event.value: {"post": _call(event)} for event in Event}


def _call(event: Event) -> Json:
    schema = {"$ref": "#/components/schemas/WithdrawalEvent"}
    return {
        "operationId": event.value.replace("withdrawal.", "on_"),
        "summary": event.label,
        "description": "Sent to every endpoint that chose this event, at least once, "
        "signed as Standard Webhooks say. Verify the signature before you read it.",
        "tags": ["Webhooks"],
        "security": [],
        "parameters": [_header(name, words) for name, words in _SIGNED.items()],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        },
        "responses": {
            "2XX": {"description": "Taken: it is not sent again."},
            "410": {"description": "No longer wanted: the endpoint is switched off."},
            "default": {"description": "Sent again later, on the standard schedule."},
        },
    }


_SIGNED = {
    "webhook-id": ("Names the event; the same each time it is sent.", "evt_0199c0de_2"),
    "webhook-timestamp": ("When it is sent, in seconds since 1970.", "1795345200"),
    "webhook-signature": (
        "One or more signatures: v1, HMAC-SHA256 of id, time and body, in base64.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def _header(name: str, words: tuple[str, str]) -> Json:
    description, example = words
    return {
        "in": "header",
        "name": name,
        "required": True,
        "description": description,
        "schema": {"type": "string", "examples": [example]},
    }
