"""/api/openapi.json: valid, whole, and true to the endpoints and events."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api import ADDRESSES, POSTS
from withdrawals import events
from withdrawals.api.catalogue import entries
from withdrawals.integrations.scopes import Scope

SCOPES = {
    "withdraw": Scope.WITHDRAWALS_CREATE,
    "history": Scope.WITHDRAWALS_READ,
    "details": Scope.WITHDRAWALS_READ,
    "cancel": Scope.WITHDRAWALS_CANCEL,
    "credit": Scope.COINS_CREDIT,
    "credit_bulk": Scope.COINS_CREDIT,
    "balance": Scope.COINS_READ,
    "movements": Scope.COINS_READ,
    "link": Scope.LINKS_CREATE,
    "webhooks": Scope.WEBHOOKS_MANAGE,
    "add_webhook": Scope.WEBHOOKS_MANAGE,
    "webhook_secret": Scope.WEBHOOKS_MANAGE,
    "rotate_secret": Scope.WEBHOOKS_MANAGE,
    "choose_events": Scope.WEBHOOKS_MANAGE,
    "enable_webhook": Scope.WEBHOOKS_MANAGE,
    "disable_webhook": Scope.WEBHOOKS_MANAGE,
    "delete_webhook": Scope.WEBHOOKS_MANAGE,
    "send_test": Scope.WEBHOOKS_MANAGE,
    "deliveries": Scope.WEBHOOKS_MANAGE,
    "redeliver": Scope.WEBHOOKS_MANAGE,
}
ENDPOINTS = [(name, "post" if name in POSTS else "get") for name in ADDRESSES]
# What has no one value worth showing: an object or a list of what is described itself.
MADE_OF_OTHERS = {"data", "error", "items", "estimate", "next"}


@pytest.fixture
def spec(client, db):
    return client.get("/api/openapi.json").json()


@pytest.fixture
def operations(spec):
    return {name: spec["paths"][ADDRESSES[name]][method] for name, method in ENDPOINTS}


def test_the_document_is_valid(spec):
    assert spec["openapi"].startswith("3.1")
    assert [each.message for each in OpenAPIV31SpecValidator(spec).iter_errors()] == []


def test_every_field_is_described_and_has_an_example(spec):
    bare = [
        f"{schema}.{name}"
        for schema, facts in spec["components"]["schemas"].items()
        for name, field in facts.get("properties", {}).items()
        if not field.get("description", "").endswith(".")
        or ("examples" not in field and name not in MADE_OF_OTHERS)
    ]
    assert bare == []


def test_every_parameter_is_described_and_has_an_example(operations):
    parameters = [each for op in operations.values() for each in op["parameters"]]
    assert len(parameters) > 15
    for each in parameters:
        assert each["description"].endswith("."), each
        assert "examples" in each["schema"], each


def test_a_sum_tells_its_unit(spec):
    schemas = spec["components"]["schemas"]
    sums = {"amount", "balance", "balance_after", "refunded_coins", "remaining_coins"}
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            if name in sums:
                assert "oins" in field["description"], field
            if name == "rupees_amount":
                assert "upees" in field["description"], field


def test_every_endpoint_has_a_title_and_one_scope(operations):
    for name, operation in operations.items():
        assert operation["operationId"] == name
        assert len(operation["summary"].split()) > 1
        assert not set(operation["summary"]) & set(".`\n")
        assert operation["security"] == [{"BearerKey": [SCOPES[name]]}]


def test_every_code_is_an_example_of_some_endpoint(operations):
    shown = {
        code: response
        for operation in operations.values()
        for response in operation["responses"].values()
        for code in _examples(response)
    }
    elsewhere = {"not_found", "method_not_allowed", "forbidden"}  # of no endpoint
    assert {each.code for each in entries()} - elsewhere == set(shown)


def _examples(response: dict[str, Any]) -> dict[str, Any]:
    content = response.get("content", {}).get("application/json", {})
    examples: dict[str, Any] = content.get("examples", {})
    return examples


def test_every_response_tells_its_headers(operations):
    for operation in operations.values():
        for response in operation["responses"].values():
            assert response["description"]
            assert "X-Request-Id" in response["headers"]
        assert "Retry-After" in operation["responses"]["503"]["headers"]


def test_every_event_is_a_webhook(spec, pending):
    assert set(spec["webhooks"]) == set(events.Event.values)
    schemas = spec["components"]["schemas"]
    assert list(schemas["EventData"]["properties"]) == list(events.facts(pending))
    body = schemas["WithdrawalEvent"]
    assert list(body["properties"]) == ["type", "timestamp", "data"]
