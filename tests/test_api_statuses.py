"""Every status that the OpenAPI document tells of an endpoint is met there."""

from typing import Any

import pytest
from django.db import OperationalError

from tests.api import (
    ADDRESSES,
    BACK,
    MAKER,
    NOBODY,
    POSTS,
    Server,
    credit_of,
    key_of,
)
from tests.conftest import submitted
from tests.test_openapi import SCOPES
from withdrawals.api.urls import api as document
from withdrawals.exceptions import KeyInFlight, KeyReused
from withdrawals.integrations.models import App
from withdrawals.integrations.scopes import Scope
from withdrawals.notifications import endpoints
from withdrawals.notifications.models import TEST, Endpoint

ON_A_WEBHOOK = (
    *("webhook_secret", "rotate_secret", "choose_events", "enable_webhook"),
    *("disable_webhook", "delete_webhook", "send_test", "deliveries", "redeliver"),
)
HOOK: dict[str, Any] = {
    "url": "https://shop.example/hooks",
    "events": ["withdrawal.completed"],
}

KEY = {"Idempotency-Key": "order-4711"}


def documented() -> list[tuple[str, int]]:
    paths = document.get_openapi_schema(path_prefix="/api/")["paths"]
    return [
        (operation["operationId"], int(status))
        for methods in paths.values()
        for operation in methods.values()
        for status in operation["responses"]
    ]


def good(name: str) -> dict[str, Any]:
    """What the endpoint is asked, so that it does it."""
    if name in ("details", "cancel"):
        return {"withdrawal_id": str(submitted(coins=100).id)}
    if name in ON_A_WEBHOOK:
        app = App.objects.get(name="app")
        made = endpoints.create(app, **HOOK, is_test=False, actor=MAKER)
        return {"webhook_id": str(made.endpoint.pk)} | more_of(name, made.endpoint)
    more = {"amount": 100, "upi_id": "alice@ybl"}
    asked: dict[str, dict[str, Any]] = {
        "withdraw": {"user_id": "alice"} | more,
        "link": {"user_id": "alice", "return_url": BACK},
        "credit": credit_of(),
        "credit_bulk": {"items": [credit_of()]},
        "add_webhook": HOOK,
    }
    return asked.get(name, {"user_id": "alice"})


def more_of(name: str, endpoint: Endpoint) -> dict[str, Any]:
    """What the endpoint is asked besides the webhook."""
    if name == "redeliver":
        facts = {"event": TEST, "subject": NOBODY, "sequence": 1, "payload": "{}"}
        return {"delivery_id": str(endpoint.messages.create(**facts).pk)}
    return {"events": HOOK["events"]} if name == "choose_events" else {}


def wrong(name: str) -> dict[str, Any]:
    """What is missing, or where nothing is needed, what must not be there."""
    return {"token": "x"} if name == "webhooks" else {}


def call(server: Server, name: str, facts: Any, headers: Any = None, **how: Any) -> Any:
    if name in POSTS:
        return server.post(ADDRESSES[name], facts, headers=headers, **how)
    return server.client.get(ADDRESSES[name], facts, headers=headers)


@pytest.fixture
def raising(monkeypatch):
    def raising(place: str, error: Exception) -> None:
        def broken(*args: object, **kwargs: object) -> None:
            raise error

        monkeypatch.setattr(place, broken)

    return raising


@pytest.fixture
def ways(api, alice, raising, settings):
    """How each status is met, by the status."""

    def with_other(server):
        return lambda name: call(server, name, good(name))

    def with_fault(place, error):
        def meet(name):
            facts = good(name)
            raising(place, error)
            return call(api, name, facts, KEY)

        return meet

    def lost(name):
        named = ("withdrawal_id", "webhook_id", "delivery_id")
        facts = good(name) if name == "choose_events" else {}
        return call(api, name, facts | dict.fromkeys(named, NOBODY))

    def limited(name):
        settings.RATE_PER_KEY = "1/60"
        call(api, name, {})
        return call(api, name, {})

    def keyed(error):
        """What moves a request keeps its key by itself."""
        places = {"withdraw": "views.submit_once", "cancel": "views.cancel_once"}

        def meet(name):
            place = places.get(name, "answers.once")
            return with_fault(f"withdrawals.api.{place}", error)(name)

        return meet

    about = "withdrawals.api.journal.about"

    def without_scope(name):
        others = [each for each in Scope.values if each != SCOPES[name]]
        return call(Server(key_of("reader", scopes=others)), name, good(name))

    return {
        200: with_other(api),
        201: with_other(api),
        304: lambda name: call(api, name, good(name), {"If-None-Match": "*"}),
        400: lambda name: call(api, name, wrong(name)),
        401: with_other(Server(None)),
        403: without_scope,
        404: lost,
        409: keyed(KeyInFlight()),
        413: lambda name: call(api, name, b" " * 2**21),
        415: lambda name: call(api, name, good(name), content_type="text/plain"),
        422: keyed(KeyReused()),
        429: limited,
        500: with_fault(about, RuntimeError()),
        503: with_fault(about, OperationalError()),
    }


@pytest.mark.parametrize(("name", "status"), documented())
def test_a_documented_status_is_met(ways, name, status):
    assert ways[status](name).status_code == status
