"""What was sent to an app's webhook, as the app reads it, and sent once more."""

import json
from typing import Any

import pytest
import time_machine

from outbox.models import Job
from tests.api import ADDRESSES, MAKER, NOBODY, Server, key_of, refused
from tests.conftest import submitted
from tests.everything import nothing_changes
from tests.receiver import answers, receiving
from tests.test_webhooks import made, run
from withdrawals.integrations.models import App
from withdrawals.integrations.scopes import Scope
from withdrawals.models import AuditEntry
from withdrawals.notifications import endpoints
from withdrawals.notifications.models import Attempt, Cause, Endpoint, Message

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "again 1"}
NOON = "2026-03-01T06:30:00Z"


@pytest.fixture
def hook(api) -> Endpoint:
    return made(App.objects.get(), "https://shop.example/hooks").endpoint


def sent(hook: Endpoint, number: int = 1, **facts: Any) -> Message:
    """An event of a request that was sent to the webhook."""
    usual = {"event": "withdrawal.created", "subject": NOBODY, "sequence": number}
    own = {"event_id": f"evt_{number}", "payload": json.dumps({"data": {}})}
    return Message.objects.create(endpoint=hook, **usual | own | facts)


def deliveries(server: Server, hook: Endpoint, **query: Any) -> Any:
    asked = {"webhook_id": str(hook.pk)} | query
    return server.client.get(ADDRESSES["deliveries"], asked)


def redeliver(server: Server, hook: Any, message: Any, headers: Any = None) -> Any:
    body = {"webhook_id": str(hook), "delivery_id": str(message)}
    return server.post(ADDRESSES["redeliver"], body, headers=headers)


def test_a_delivery_tells_what_came_of_it(api, alice, settings):
    settings.WEBHOOK_LOOPBACK = True
    with receiving(answers(500)) as there:
        hook = made(App.objects.get(), there.url).endpoint
        withdrawal = submitted()
        run()
    message, attempt = Message.objects.get(), Attempt.objects.get()
    [told] = deliveries(api, hook).json()["data"]
    assert told["last_attempt_at"] and told["next_attempt_at"] and told["created_at"]
    assert told | dict.fromkeys(("last_attempt_at", "next_attempt_at")) == {
        "id": str(message.pk),
        "event_id": there.heads[0]["webhook-id"],
        "event": "withdrawal.created",
        "withdrawal_id": str(withdrawal.id),
        "sequence": 1,
        "outcome": "trying",
        "attempts": 1,
        "last_attempt_at": None,
        "last_status": 500,
        "last_error": None,
        "next_attempt_at": None,
        "created_at": told["created_at"],
    }
    assert attempt.status == 500


def test_it_tells_the_last_attempt_of_each(api, hook):
    with time_machine.travel(NOON, tick=False):
        one = sent(hook, 1, attempt_count=2, state="failed")
        sent(hook, 2, event="webhook.test", subject="x")
        for number, error in ((2, "second"), (1, "first")):
            Attempt.objects.create(
                message=one, number=number, at=NOON, milliseconds=1, error=error
            )
    tested, failed = deliveries(api, hook).json()["data"]
    assert (failed["last_error"], failed["last_status"]) == ("second", None)
    assert failed["last_attempt_at"] == NOON
    assert (tested["withdrawal_id"], tested["last_attempt_at"]) == (None, None)


def test_what_the_receiver_said_is_not_told(api, hook):
    """Or whoever has a key could read through us what stands at any address."""
    message = sent(hook, attempt_count=1)
    Attempt.objects.create(
        message=message, number=1, at=NOON, milliseconds=1, status=200, answer="inside"
    )
    assert "inside" not in deliveries(api, hook).content.decode()


def test_pages_go_on_where_the_last_one_ended(api, hook):
    with time_machine.travel(NOON, tick=False):  # of one moment: the ids decide
        all_of_it = [str(sent(hook, number).pk) for number in range(1, 6)][::-1]
    found, cursor = [], ""
    while cursor is not None:
        page = deliveries(api, hook, limit=2, cursor=cursor).json()
        assert page["count"] == len(page["data"]) <= 2
        found += [each["id"] for each in page["data"]]
        cursor = page["next"]
    assert found == all_of_it


def test_a_cursor_is_good_for_one_webhook_only(api, hook):
    other = made(App.objects.get(), "https://shop.example/others").endpoint
    sent(hook, 1), sent(hook, 2)
    cursor = deliveries(api, hook, limit=1).json()["next"]
    assert deliveries(api, hook, cursor=cursor).json()["count"] == 1
    for wrong in (cursor[:-2], "x", "%00"):
        refused(deliveries(api, hook, cursor=wrong), 400, "invalid_cursor")
    refused(deliveries(api, other, cursor=cursor), 400, "invalid_cursor")


def test_what_failed_is_found(api, hook):
    for number, state in enumerate(("delivered", "failed", "trying"), 1):
        sent(hook, number, state=state)
    found = deliveries(api, hook, outcome="failed").json()["data"]
    assert [each["event_id"] for each in found] == ["evt_2"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("limit", "0"), ("limit", "101"), ("limit", "1.0"), ("outcome", "lost")],
)
def test_a_question_that_is_none_is_refused(api, hook, field, value):
    error = refused(deliveries(api, hook, **{field: value}), 400, "invalid_field")
    assert error["field"] == field


def test_a_page_costs_the_same_however_long_it_is(
    api, hook, django_assert_max_num_queries
):
    for number in range(1, 11):
        sent(hook, number)
    deliveries(api, hook)
    with django_assert_max_num_queries(9):
        assert deliveries(api, hook).json()["count"] == 10


def test_an_event_is_sent_once_more_by_the_same_id(api, alice, settings):
    settings.WEBHOOK_LOOPBACK = True
    with receiving() as there:
        hook = made(App.objects.get(), there.url).endpoint
        submitted()
        run()
        message = Message.objects.get()
        told = redeliver(api, hook.pk, message.pk, KEY)
        assert redeliver(api, hook.pk, message.pk, KEY).content == told.content
        run()
    assert told.json()["data"] == {
        "webhook_id": str(hook.pk),
        "event_id": message.event_id,
    }
    assert [head["webhook-id"] for head in there.heads] == [message.event_id] * 2
    assert there.bodies[0] == there.bodies[1]


def test_sending_again_is_in_the_audit_log(api, hook):
    redeliver(api, hook.pk, sent(hook).pk)
    entry = AuditEntry.objects.get(act="webhook_sent")
    assert (entry.actor, entry.ip) == ("app", "127.0.0.1")
    assert entry.details["event"] == "evt_1"


def test_nothing_is_sent_again_where_it_is_disabled(api, hook):
    message = sent(hook)
    endpoints.disable(hook, Cause.GONE, actor=MAKER)
    with nothing_changes():
        refused(redeliver(api, hook.pk, message.pk), 409, "webhook_disabled")
    assert not Job.objects.exists()


def test_a_delivery_of_another_app_mode_or_webhook_is_none(api, hook):
    message = sent(hook)
    mine = made(App.objects.get(), "https://shop.example/others").endpoint
    others = Server(key_of("other")), Server(key_of("app", is_test=True))
    with nothing_changes():
        for each in others:
            answer = redeliver(each, hook.pk, message.pk)
            assert refused(answer, 404, "webhook_not_found")["field"] == "webhook_id"
        for webhook, delivery in ((mine.pk, message.pk), (hook.pk, NOBODY)):
            error = refused(
                redeliver(api, webhook, delivery), 404, "delivery_not_found"
            )
            assert error["field"] == "delivery_id"


def test_sending_again_needs_the_scope_and_a_key(api, hook, settings):
    message = sent(hook)
    scopes = [each for each in Scope.values if each != "webhooks:manage"]
    reader = Server(key_of("app", scopes=scopes))
    settings.API_REQUIRE_KEY = False
    with nothing_changes():
        refused(redeliver(reader, hook.pk, message.pk), 403, "missing_scope")
        refused(redeliver(Server(None), hook.pk, message.pk), 401, "key_required")
