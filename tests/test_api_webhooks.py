"""Webhooks by key: an app sets up, reads and ends its own, and no other ones."""

import json
from typing import Any

import pytest
import time_machine
from django.core import serializers

from outbox.models import Job, Subscription
from tests.api import ADDRESSES, HOOKS, MAKER, NOBODY, POSTS, Server, key_of, refused
from tests.corpus import names
from tests.doors import verdicts
from tests.everything import nothing_changes
from withdrawals.events import Event, topic
from withdrawals.integrations.scopes import Scope
from withdrawals.models import AuditEntry, IdempotencyKey
from withdrawals.notifications import endpoints, signing
from withdrawals.notifications.models import Cause, Endpoint

pytestmark = pytest.mark.django_db
URL = "https://shop.example/hooks?token=abc"
KEY = {"Idempotency-Key": "hook 1"}
ON_ONE = (
    *("webhook_secret", "rotate_secret", "choose_events", "enable_webhook"),
    *("disable_webhook", "delete_webhook", "send_test", "deliveries"),
)
NOON = "2026-03-01T06:30:00Z"


def add(server: Server, headers: Any = None, **body: Any) -> Any:
    sent = {"url": URL, "events": ["withdrawal.failed", "withdrawal.completed"]} | body
    return server.post(HOOKS, sent, headers=headers)


def ask(server: Server, name: str, webhook_id: Any, headers: Any = None) -> Any:
    facts: dict[str, Any] = {"webhook_id": str(webhook_id)}
    if name == "choose_events":
        facts |= {"events": ["withdrawal.created"]}
    if name in POSTS:
        return server.post(ADDRESSES[name], facts, headers=headers)
    return server.client.get(ADDRESSES[name], facts)


@pytest.fixture
def hook(api) -> Endpoint:
    """A live webhook of the app."""
    add(api)
    return Endpoint.objects.get()


def test_a_webhook_is_added_and_hears_of_what_was_chosen(api):
    with time_machine.travel(NOON, tick=False):
        response = add(api)
    endpoint = Endpoint.objects.get()
    assert response.status_code == 201
    assert response.json()["data"] == {
        "id": str(endpoint.pk),
        "mode": "live",
        "url": URL,
        "events": ["withdrawal.completed", "withdrawal.failed"],
        "enabled": True,
        "disabled_cause": None,
        "disabled_at": None,
        "failing_since": None,
        "created_at": NOON,
    }
    assert Subscription.objects.filter(target=str(endpoint.pk)).count() == 2


def test_the_list_has_what_was_added(api):
    made = [add(api).json()["data"], add(api, url=f"{URL}2").json()["data"]]
    listed = api.client.get(HOOKS).json()
    assert listed == {"success": True, "count": 2, "data": made}


def test_the_list_tells_why_nothing_is_sent(api, hook):
    endpoints.disable(hook, Cause.GONE, actor=MAKER)
    [told] = api.client.get(HOOKS).json()["data"]
    assert (told["enabled"], told["disabled_cause"]) == (False, "gone")
    assert told["disabled_at"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        *(({"url": url}, "url") for url in ("", "x", "http://shop.example/", None, 1)),
        ({"url": "https://me:pw@shop.example/"}, "url"),
        ({"url": "https://shop.example/#x"}, "url"),
        ({"url": "https://shop.example/\u0000"}, "url"),
        ({"url": "https://shöp.example/"}, "url"),
        ({"url": "https://shop.example/" + "x" * 500}, "url"),
        ({"events": []}, "events"),
        ({"events": {}}, "events"),
        ({"events": None}, "events"),
        ({"events": "withdrawal.failed"}, "events"),
        ({"events": ["withdrawal.failed", "withdrawal.lost"]}, "events"),
        ({"events": [["withdrawal.failed"]]}, "events"),
        ({"events": ["webhook.test"]}, "events"),
    ],
)
def test_what_is_wrong_is_named(api, wrong, field):
    with nothing_changes():
        error = refused(add(api, **wrong), 400, "invalid_field")
    assert error["field"] == field
    assert error["message"].startswith(f"{field} must")


def test_ten_of_each_mode_are_enough(api):
    for _ in range(endpoints.MOST):
        assert add(api).status_code == 201
    assert refused(add(api), 409, "too_many_webhooks")["details"] == {"most": 10}
    assert add(Server(key_of("app", is_test=True))).status_code == 201


def test_a_known_key_adds_nothing_twice(api):
    made, again = add(api, KEY), add(api, KEY)
    assert again.content == made.content
    assert again["Idempotent-Replayed"] == "true"
    assert Endpoint.objects.count() == 1
    refused(add(api, KEY, url=f"{URL}2"), 422, "idempotency_key_reused")


def test_the_secret_is_told_by_a_call_of_its_own_that_is_kept(api, hook):
    response = ask(api, "webhook_secret", hook.pk)
    secret = signing.unseal(hook.secret)
    assert response.json()["data"] == {
        "webhook_id": str(hook.pk),
        "secret": secret,
        "old_secret_until": None,
    }
    assert response["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(act="webhook_revealed")
    assert (entry.actor, entry.target, entry.ip) == ("app", "app", "127.0.0.1")
    assert entry.details == {"endpoint": str(hook.pk), "host": "shop.example"}


def test_for_a_day_the_old_secret_signs_beside_the_new_one(api):
    with time_machine.travel(NOON, tick=False):
        add(api)
        hook = Endpoint.objects.get()
        response = ask(api, "rotate_secret", hook.pk)
        told = ask(api, "webhook_secret", hook.pk).json()["data"]
    until = "2026-03-02T06:30:00Z"
    assert response.json()["data"]["old_secret_until"] == until
    assert told["old_secret_until"] == until
    assert told["secret"] != signing.unseal(hook.secret)
    with time_machine.travel(until):
        later = ask(api, "webhook_secret", hook.pk).json()["data"]
    assert later == told | {"old_secret_until": None}


def test_a_known_key_makes_one_new_secret(api, hook):
    made = ask(api, "rotate_secret", hook.pk, KEY)
    secret = Endpoint.objects.get().secret
    again = ask(api, "rotate_secret", hook.pk, KEY)
    assert again.content == made.content
    assert Endpoint.objects.get().secret == secret


def test_a_webhook_is_deleted_once(api, hook):
    gone = ask(api, "delete_webhook", hook.pk, KEY)
    assert gone.json()["data"] == {"webhook_id": str(hook.pk)}
    assert not Endpoint.objects.exists()
    assert ask(api, "delete_webhook", hook.pk, KEY).content == gone.content
    refused(ask(api, "delete_webhook", hook.pk), 404, "webhook_not_found")


def test_a_test_event_waits_for_the_worker(api, hook):
    sent = ask(api, "send_test", hook.pk, KEY).json()["data"]
    assert sent["webhook_id"] == str(hook.pk)
    assert ask(api, "send_test", hook.pk, KEY).json()["data"] == sent
    data = json.loads(Job.objects.get().payload)["data"]
    assert endpoints.event_id_of(data["id"], 1) == sent["event_id"]


def test_nothing_is_sent_where_it_is_disabled(api, hook):
    endpoints.disable(hook, Cause.BY_HAND, actor=MAKER)
    with nothing_changes():
        refused(ask(api, "send_test", hook.pk), 409, "webhook_disabled")


def test_other_events_are_chosen(api, hook):
    answer = ask(api, "choose_events", hook.pk, KEY)
    assert answer.json()["message"] == "Webhook changed"
    assert answer.json()["data"]["events"] == ["withdrawal.created"]
    heard = Subscription.objects.filter(target=str(hook.pk))
    assert [each.topic for each in heard] == [
        topic("withdrawal.created", is_test=False)
    ]
    assert ask(api, "choose_events", hook.pk, KEY).content == answer.content


@pytest.mark.parametrize("events", [[], None, ["webhook.test"], "withdrawal.failed"])
def test_events_that_are_none_are_not_chosen(api, hook, events):
    body = {"webhook_id": str(hook.pk), "events": events}
    with nothing_changes():
        answer = api.post(ADDRESSES["choose_events"], body)
    assert refused(answer, 400, "invalid_field")["field"] == "events"


def test_a_webhook_is_disabled_and_enabled(api, hook):
    off = ask(api, "disable_webhook", hook.pk).json()["data"]
    assert (off["enabled"], off["disabled_cause"]) == (False, "by_hand")
    assert off["disabled_at"]
    assert not Subscription.objects.filter(target=str(hook.pk)).exists()
    on = ask(api, "enable_webhook", hook.pk).json()["data"]
    assert on == off | {"enabled": True, "disabled_cause": None, "disabled_at": None}
    assert Subscription.objects.filter(target=str(hook.pk)).count() == 2


def test_what_the_worker_gave_up_is_enabled_by_key(api, hook):
    endpoints.disable(hook, Cause.FAILING, actor=MAKER)
    assert ask(api, "enable_webhook", hook.pk).json()["data"]["enabled"]
    assert ask(api, "send_test", hook.pk).status_code == 200


def test_a_known_key_disables_once(api, hook):
    """The app's own retry does not undo what was done since."""
    first = ask(api, "disable_webhook", hook.pk, KEY)
    ask(api, "enable_webhook", hook.pk)
    again = ask(api, "disable_webhook", hook.pk, KEY)
    assert again.content == first.content
    assert Endpoint.objects.get().is_enabled


@pytest.mark.parametrize("name", ON_ONE)
def test_a_webhook_of_another_app_or_mode_is_none(api, hook, name):
    others = [Server(key_of("other")), Server(key_of("app", is_test=True))]
    with nothing_changes():
        for each in others:
            error = refused(ask(each, name, hook.pk), 404, "webhook_not_found")
            assert error["field"] == "webhook_id"
            assert each.client.get(HOOKS).json()["data"] == []
        refused(ask(api, name, NOBODY), 404, "webhook_not_found")


@pytest.mark.parametrize("name", ON_ONE)
def test_a_webhook_is_found_by_its_one_id(api, hook, name):
    def door(text: str) -> str | None:
        response = ask(api, name, text)
        if response.status_code == 200:
            answer = response.json()
            of_one = answer if name == "deliveries" else answer["data"]
            return str(of_one["id" if "mode" in of_one else "webhook_id"])
        assert response.status_code in (400, 404)
        assert response.json()["error"]["field"] == "webhook_id"
        return None

    own = str(hook.pk)
    expected = names.request_ids(own, [NOBODY, str(hook.app_id)])
    expected |= dict.fromkeys(names.spellings(own))
    given = verdicts(door, expected)
    assert {text: said for text, said in given.items() if said != expected[text]} == {}


def test_a_test_key_has_webhooks_of_test_requests(api):
    tester = Server(key_of("app", is_test=True))
    assert add(tester).json()["data"]["mode"] == "test"
    assert Endpoint.objects.get().is_test


@pytest.mark.parametrize("name", ["webhooks", "add_webhook", *ON_ONE])
def test_a_key_needs_the_scope(api, hook, name):
    others = [each for each in Scope.values if each != "webhooks:manage"]
    server = Server(key_of("app", scopes=others))
    with nothing_changes():
        answer = add(server) if name == "add_webhook" else ask(server, name, hook.pk)
    error = refused(answer, 403, "missing_scope")
    assert error["details"] == {"scope": "webhooks:manage"}


@pytest.mark.parametrize("name", ["webhooks", "add_webhook", *ON_ONE])
def test_without_a_key_no_app_is_known(api, hook, settings, name):
    settings.API_REQUIRE_KEY = False
    local = Server(None)
    with nothing_changes():
        answer = add(local) if name == "add_webhook" else ask(local, name, hook.pk)
    refused(answer, 401, "key_required")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_each_act_is_in_the_audit_log_without_the_address(api, hook):
    acts = ("rotate_secret", "choose_events", "disable_webhook", "enable_webhook")
    for name in (*acts, "send_test", "delete_webhook"):
        assert ask(api, name, hook.pk).status_code == 200
    entries = AuditEntry.objects.filter(act__startswith="webhook").order_by("id")
    assert [each.act for each in entries] == [
        "webhook_created",
        *["webhook_changed"] * 4,
        *("webhook_sent", "webhook_deleted"),
    ]
    assert {(each.actor_kind, each.actor, each.ip) for each in entries} == {
        ("app", "app", "127.0.0.1")
    }
    assert not [each for each in entries if "token" in str(each.details)]


def test_no_secret_is_kept_or_logged(api, caplog):
    made = add(api, KEY)
    webhook_id = made.json()["data"]["id"]
    first = ask(api, "webhook_secret", webhook_id).json()["data"]["secret"]
    turned = ask(api, "rotate_secret", webhook_id, KEY)
    second = ask(api, "webhook_secret", webhook_id).json()["data"]["secret"]
    kept = serializers.serialize("json", IdempotencyKey.objects.all())
    kept += serializers.serialize("json", AuditEntry.objects.all())
    kept += caplog.text + made.content.decode() + turned.content.decode()
    assert first != second
    for secret in (first, second):
        assert secret.removeprefix("whsec_") not in kept
    assert "token=abc" not in caplog.text


def test_every_event_can_be_chosen(api):
    made = add(api, events=[*Event.values, *Event.values])
    assert made.json()["data"]["events"] == Event.values
