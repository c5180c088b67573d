"""The OpenAPI document: what the endpoints' types cannot say is added here."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from withdrawals.api.access import BearerKey
from withdrawals.api.catalogue import Entry, entries
from withdrawals.api.hooks import webhooks
from withdrawals.api.terms import term
from withdrawals.integrations.scopes import Scope

Json = dict[str, Any]

DESCRIPTION = """\
Users redeem reward coins for rupees by UPI. 1 coin is ₹0.10.

Amounts are whole coins, `rupees_amount` is rupees, times are UTC in ISO 8601. A call is
refused with one of the [documented errors](/api/docs/errors), and has changed nothing
then. Send every POST with an `Idempotency-Key`, and it can be sent again whatever
happened to its answer.
"""
# The codes that any endpoint may answer, any POST, and each endpoint besides.
_ANY = (
    *("missing_field", "invalid_field", "key_in_url", "bad_request", "https_required"),
    *("unauthorized", "network_not_allowed", "missing_scope", "rate_limited"),
    *("internal_error", "unavailable"),
)
_POST = (
    *("invalid_json", "request_in_progress", "body_too_large"),
    *("unsupported_media_type", "idempotency_key_reused"),
)
_OF_WEBHOOK = ("key_required", "webhook_not_found")
_OWN: dict[str, tuple[str, ...]] = {
    "withdraw": (
        *("amount_out_of_range", "invalid_upi_id", "insufficient_balance"),
        "wrong_mode",
    ),
    "history": ("invalid_cursor", "wrong_mode"),
    "details": ("withdrawal_not_found", "wrong_mode"),
    "cancel": ("not_pending", "withdrawal_not_found", "wrong_mode"),
    "link": (
        *("return_url_not_allowed", "amount_out_of_range", "invalid_upi_id"),
        "wrong_mode",
    ),
    "credit": (
        *("amount_out_of_range", "balance_too_large", "reference_reused"),
        "wrong_mode",
    ),
    "credit_bulk": ("items_refused",),
    "balance": ("wrong_mode",),
    "movements": ("invalid_cursor", "wrong_mode"),
    "webhooks": ("key_required",),
    "add_webhook": ("key_required", "too_many_webhooks"),
    "webhook_secret": _OF_WEBHOOK,
    "rotate_secret": _OF_WEBHOOK,
    "choose_events": _OF_WEBHOOK,
    "enable_webhook": _OF_WEBHOOK,
    "disable_webhook": _OF_WEBHOOK,
    "delete_webhook": _OF_WEBHOOK,
    "send_test": (*_OF_WEBHOOK, "webhook_disabled"),
    "deliveries": (*_OF_WEBHOOK, "invalid_cursor"),
    "redeliver": (*_OF_WEBHOOK, "delivery_not_found", "webhook_disabled"),
}
_HEADERS: dict[str, tuple[str, str]] = {
    "X-Request-Id": ("Names this call in the server's log.", "order-4711"),
    "Idempotent-Replayed": ("true when this answer was given before.", "true"),
    "Retry-After": ("Seconds to wait before the same call.", "2"),
    "WWW-Authenticate": ("How to send a key.", "Bearer"),
    "RateLimit": (
        "What is left of each limit: r tokens; t seconds until it is full.",
        '"key";r=599;t=1',
    ),
    "RateLimit-Policy": (
        "Each limit that counts this call: q tokens, all back after w seconds.",
        '"key";q=600;w=60',
    ),
    "ETag": ("Send it back as If-None-Match.", '"5f3a"'),
    "Link": ("The address of the next page, if there is one.", '</api/…>; rel="next"'),
}
_OF_STATUS = {
    "201": ["Idempotent-Replayed"],
    "304": ["ETag"],
    "401": ["WWW-Authenticate"],
    "409": ["Retry-After"],
    "429": ["Retry-After"],
    "503": ["Retry-After"],
}
_OF_ENDPOINT = {"history": ["Link"], "details": ["ETag"]}


class Document(OpenAPISchema):
    """As django-ninja makes it, with what the types cannot say."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        _complete(self)

    def operation_security(self, operation: Operation) -> list[Json]:
        super().operation_security(operation)  # which puts the scheme into it
        keys = [
            each for each in operation.auth_callbacks if isinstance(each, BearerKey)
        ]
        return [{"BearerKey": [key.scope.value]} for key in keys]


def _complete(document: Json) -> None:
    """Describe every field, error, header and scope, and the webhooks."""
    schemas = document["components"]["schemas"]
    for methods in document["paths"].values():
        for operation in methods.values():
            _describe(operation)
    document["webhooks"] = webhooks(schemas)
    for name, schema in schemas.items():
        for field, facts in schema.get("properties", {}).items():
            _mean(facts, name, field)
    document["components"]["headers"] = {
        name: {
            "description": words,
            "schema": {"type": "string", "examples": [example]},
        }
        for name, (words, example) in _HEADERS.items()
    }
    document["components"]["securitySchemes"]["BearerKey"]["description"] = (
        "A key of the app, sent as `Authorization: Bearer <key>`. What it may do: "
        + "; ".join(f"`{scope.value}` {scope.label}" for scope in Scope)
    )


def _describe(operation: Json) -> None:
    name = operation["operationId"].rpartition("_api_")[2].partition("_")[2]
    operation["operationId"] = name
    summary, _, _ = operation["description"].partition(".")
    operation["summary"] = summary
    for parameter in operation["parameters"]:
        where = "query" if parameter["in"] == "query" else "header"
        _mean(parameter["schema"], where, parameter["name"])
        parameter["description"] = parameter["schema"]["description"]
    codes = {*_ANY, *_OWN[name], *(_POST if "requestBody" in operation else ())}
    responses = {str(each): told for each, told in operation["responses"].items()}
    operation["responses"] = responses
    del responses["400"]  # it only brings the schema into the document
    responses["200" if "200" in responses else "201"]["description"] = summary
    for entry in entries():
        if entry.code in codes:
            _tell(responses, entry)
    for status, response in responses.items():
        own = _OF_ENDPOINT.get(name, []) if status == "200" else []
        limits = [] if status == "401" else ["RateLimit", "RateLimit-Policy"]
        headers = ["X-Request-Id", *limits, *_OF_STATUS.get(status, []), *own]
        response["headers"] = {
            each: {"$ref": f"#/components/headers/{each}"} for each in headers
        }


def _tell(responses: Json, entry: Entry) -> None:
    """Add a code to the response of its status."""
    schema = {"$ref": "#/components/schemas/ErrorAnswer"}
    content: Json = {"application/json": {"schema": schema, "examples": {}}}
    response = responses.setdefault(
        str(entry.status), {"description": "", "content": content}
    )
    words = f"- `{entry.code}`: {entry.cause}\n"
    response["description"] += words
    response["content"]["application/json"]["examples"][entry.code] = {
        "summary": entry.cause,
        "value": {"success": False, "error": dict(entry.error)},
    }


def _mean(facts: Json, where: str, name: str) -> None:
    """Describe a field; what it must be is kept as the rule."""
    words, example = term(where, name)
    rule = facts.get("description", "")
    facts["description"] = f"{words} Must be {rule}." if rule else words
    if example is not None:
        facts["examples"] = [example]
