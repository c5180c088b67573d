"""What happens to a request is told to its app's server: signed, in order, for long."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from outbox import leases, work
from outbox.models import Job
from outbox.worker import LEASE
from tests.api import MAKER
from tests.conftest import submitted
from tests.receiver import Receiver, answers, receiving
from tests.test_test_mode import earned
from wallet import ledger
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.events import OF_MOVE, Event
from withdrawals.integrations import keys
from withdrawals.integrations.models import App
from withdrawals.models import AuditEntry
from withdrawals.notifications import by_hand, delivery, endpoints, signing
from withdrawals.notifications.exceptions import InvalidEndpoint, TooManyEndpoints
from withdrawals.notifications.models import Attempt, Cause, Endpoint, Message
from withdrawals.notifications.sweeping import sweep
from withdrawals.states import TRANSITIONS

pytestmark = pytest.mark.django_db
ALL = list(Event.values)


@pytest.fixture
def shop(db, settings) -> App:
    settings.WEBHOOK_LOOPBACK = True
    return keys.create_app("shop", "Rewards shop", actor=MAKER)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiving() as each:
        yield each


@pytest.fixture
def hook(shop, there) -> endpoints.NewSecret:
    """An endpoint that hears of everything live, and its secret."""
    return made(shop, there.url)


def made(app: App, url: str, events=ALL, is_test=False) -> endpoints.NewSecret:
    return endpoints.create(app, url, events, is_test=is_test, actor=MAKER)


def run() -> None:
    """Do what is due, and what becomes due by that, as a worker does."""
    time.sleep(0.002)  # SQLite's clock counts milliseconds, the rows' finer ones
    while jobs := leases.claim(leases.FREE, 50, LEASE):
        for job in jobs:
            work.do(job, LEASE)


def make_due() -> None:
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def sent(there: Receiver) -> list[tuple[str, int]]:
    """The type and the sequence of each event that arrived."""
    bodies = [json.loads(body) for body in there.bodies]
    return [(body["type"], body["data"]["sequence"]) for body in bodies]


def fresh(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.get(pk=endpoint.pk)


# What is sent


def test_every_move_is_an_event():
    assert OF_MOVE.keys() == {"submit", *(step.name for step in TRANSITIONS)}


def test_an_event_shows_the_request_as_the_endpoint_does(alice, api, there, hook):
    withdrawal = submitted()
    run()
    [body] = [json.loads(body) for body in there.bodies]
    shown = api.details(withdrawal_id=withdrawal.id).json()["data"]
    assert body["data"] == shown | {"sequence": 1}
    assert (body["type"], body["timestamp"]) == (
        "withdrawal.created",
        shown["created_at"],
    )


def test_the_events_of_a_life_arrive_in_order(alice, meera, there, hook):
    boss = Actor.staff(meera)
    withdrawal = submitted()
    transitions.start(withdrawal.id, actor=boss)
    transitions.release(withdrawal.id, reason="Wrong one", actor=boss)
    transitions.start(withdrawal.id, actor=boss)
    transitions.complete(withdrawal.id, utr="632600000001", actor=boss)
    transitions.reverse(withdrawal.id, reason="Returned", actor=boss)
    make_due()
    run()
    assert sent(there) == [
        ("withdrawal.created", 1),
        ("withdrawal.processing", 2),
        ("withdrawal.released", 3),
        ("withdrawal.processing", 4),
        ("withdrawal.completed", 5),
        ("withdrawal.reversed", 6),
    ]


def test_each_hears_of_what_it_chose_in_its_mode(alice, shop, there):
    made(shop, there.url, ["withdrawal.cancelled"])
    made(shop, there.url, ALL, is_test=True)
    withdrawal = submitted()
    transitions.cancel(withdrawal.id, actor=Actor.user("alice"))
    run()
    assert sent(there) == [("withdrawal.cancelled", 2)]


def test_a_test_request_is_told_to_test_endpoints_alone(shop, there, hook):
    ledger.credit(earned("tess", 500, is_test=True, name="tess"))
    asked = submitted("tess")
    run()
    assert there.bodies == []
    made(shop, there.url, is_test=True)
    transitions.cancel(asked.id, actor=Actor.user("tess"))
    run()
    assert sent(there) == [("withdrawal.cancelled", 2)]


def test_what_is_undone_is_not_told(alice, there, hook):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        submitted()
        raise ZeroDivisionError
    run()
    assert there.bodies == []


def test_a_move_costs_one_query_more_however_many_hear(alice, meera, shop, there):
    boss = Actor.staff(meera)
    first, second = submitted(), submitted()
    with CaptureQueriesContext(connection) as nobody:
        transitions.start(first.id, actor=boss)
    for _ in range(5):
        made(shop, there.url)
    with CaptureQueriesContext(connection) as five:
        transitions.start(second.id, actor=boss)
    assert len(nobody) == len(five)
    assert sum("outbox" in query["sql"] for query in five) == 1


# Signatures


def test_the_receiver_can_verify_it(alice, there, hook):
    withdrawal = submitted()
    run()
    [head], [body] = there.heads, there.bodies
    assert Webhook(hook.secret).verify(body, head) == json.loads(body)
    assert head["webhook-id"] == f"evt_{withdrawal.id.hex}_1"
    for changed in ("webhook-id", "webhook-timestamp"):
        with pytest.raises(WebhookVerificationError):
            Webhook(hook.secret).verify(body, head | {changed: "1"})
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(body + " ", head)


def test_an_old_event_with_a_new_time_is_not_signed(alice, there, hook):
    submitted()
    run()
    head = there.heads[0]
    later = int(head["webhook-timestamp"]) + 60
    with pytest.raises(WebhookVerificationError, match="No matching"):
        Webhook(hook.secret).verify(
            there.bodies[0], head | {"webhook-timestamp": str(later)}
        )


def test_for_a_day_both_secrets_sign(alice, there, hook):
    new = endpoints.rotate(hook.endpoint, actor=MAKER)
    assert new.secret != hook.secret
    submitted()
    run()
    for secret in (hook.secret, new.secret):
        Webhook(secret).verify(there.bodies[0], there.heads[0])
    after = timezone.now() + endpoints.OVERLAP + timedelta(minutes=1)
    assert delivery._secrets(fresh(hook.endpoint), after) == [new.secret]


def test_a_secret_is_kept_sealed_and_told_nowhere(hook, caplog):
    row = Endpoint.objects.values().get()
    assert hook.secret.startswith("whsec_")
    assert hook.secret not in str(row) + str(AuditEntry.objects.values()) + caplog.text
    assert signing.unseal(row["secret"]) == hook.secret


# When it fails


def test_it_is_tried_again_as_the_standard_says(alice, shop):
    with receiving(answers(500, b"<b>down</b>")) as there:
        made(shop, there.url)
        submitted()
        waits = []
        for _ in range(10):
            make_due()
            before = timezone.now()
            run()
            job = Job.objects.first()
            waits += [(job.due_at - before, job.due_at - timezone.now())] if job else []
    seconds = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    for (longest, shortest), least in zip(waits, seconds, strict=True):
        assert longest.total_seconds() >= least >= shortest.total_seconds() / 1.1
    [message] = Message.objects.all()
    assert (message.state, message.attempt_count) == ("failed", 10)
    assert [each.number for each in message.attempts.order_by("number")][-1] == 10


def test_every_attempt_is_in_the_log(alice, shop):
    with receiving(answers(503, b"down " * 1000)) as there:
        made(shop, there.url)
        submitted()
        run()
    [attempt] = Attempt.objects.all()
    assert (attempt.number, attempt.status, attempt.error) == (1, 503, "")
    assert attempt.answer == ("down " * 1000)[:1024]
    assert attempt.milliseconds < 15_000
    assert Message.objects.filter(next_at__gt=attempt.at).exists()


def test_the_next_event_of_a_request_waits_for_the_one_before(alice, shop):
    behaviours = iter([answers(500), answers(200), answers(200)])
    with receiving(lambda line: next(behaviours)(line)) as there:
        made(shop, there.url)
        withdrawal = submitted()
        transitions.cancel(withdrawal.id, actor=Actor.user("alice"))
        run()
        assert sent(there) == [("withdrawal.created", 1)]
        make_due()
        run()
    assert [number for _, number in sent(there)] == [1, 1, 2]
    assert there.heads[0]["webhook-id"] == there.heads[1]["webhook-id"]


def test_whoever_answers_410_hears_no_more(alice, shop):
    with receiving(answers(410)) as there:
        endpoint = made(shop, there.url).endpoint
        submitted()
        run()
        submitted()
        run()
    assert fresh(endpoint).cause == Cause.GONE
    assert len(there.bodies) == 1 and not Job.objects.exists()
    told = AuditEntry.objects.filter(act="webhook_changed").latest("id")
    assert (told.actor_kind, told.actor) == ("system", "worker")


def test_whoever_fails_for_five_days_is_disabled(alice, shop):
    with receiving(answers(500)) as there:
        endpoint = made(shop, there.url).endpoint
        submitted()
        run()
        assert fresh(endpoint).failing_since and fresh(endpoint).is_enabled
        with time_machine.travel(timezone.now() + timedelta(days=5, minutes=1)):
            make_due()
            Job.objects.update(due_at="2026-01-01T00:00Z")
            run()
    assert fresh(endpoint).cause == Cause.FAILING


def test_a_success_ends_the_failure(alice, shop, there):
    endpoint = made(shop, there.url).endpoint
    Endpoint.objects.update(failing_since=timezone.now())
    submitted()
    run()
    assert fresh(endpoint).failing_since is None


def test_of_an_endpoint_that_fails_one_call_at_a_time(alice, shop, there):
    endpoint = made(shop, there.url).endpoint
    soon = timezone.now() + timedelta(seconds=20)
    Endpoint.objects.update(failing_since=timezone.now(), tried_until=soon)
    submitted()
    run()
    job = Job.objects.get()
    assert (there.bodies, job.attempts, Message.objects.count()) == ([], 0, 0)
    assert job.target == str(endpoint.pk)


def test_a_worker_that_lost_its_lease_writes_no_attempt(alice, hook, there):
    submitted()
    make_due()
    [late] = leases.claim(leases.FREE, 1, LEASE)
    Job.objects.update(leased_until="2026-01-01T00:00Z")
    leases.claim(leases.LOST, 1, LEASE)
    assert not work.record(late, delivery.deliver(late))
    assert len(there.bodies) == 1 and not Message.objects.exists()


@pytest.mark.parametrize(("days", "left"), [(0, 2), (6, 2), (30, 3)])
def test_old_deliveries_are_forgotten_unless_they_are_tried_still(
    alice, hook, days, left
):
    for age, state in [
        (40, "trying"),
        (40, "failed"),
        (10, "delivered"),
        (1, "failed"),
    ]:
        Message.objects.create(
            endpoint=hook.endpoint,
            event_id=f"evt_{age}_{state}",
            sequence=1,
            state=state,
            created_at=timezone.now() - timedelta(days=age),
        )
    assert sweep(days) == 4 - left
    assert Message.objects.filter(state="trying").exists()


# By hand


def test_a_test_event_is_sent_and_in_the_log(hook, there):
    event_id = by_hand.send_test(hook.endpoint, actor=MAKER)
    run()
    assert there.heads[0]["webhook-id"] == event_id
    assert json.loads(there.bodies[0])["type"] == "webhook.test"
    assert Message.objects.get().state == "delivered"


def test_an_event_can_be_sent_again_by_the_same_id(alice, hook, there):
    submitted()
    run()
    by_hand.redeliver(Message.objects.get(), actor=MAKER)
    run()
    assert len({head["webhook-id"] for head in there.heads}) == 1
    assert there.bodies[0] == there.bodies[1]
    message = Message.objects.get()
    assert (message.attempt_count, message.attempts.count()) == (2, 2)


def test_disabled_it_hears_nothing_and_enabled_of_what_comes(alice, hook, there):
    submitted()
    endpoints.disable(hook.endpoint, Cause.BY_HAND, actor=MAKER)
    submitted()
    run()
    assert there.bodies == []
    assert Message.objects.get().state == "failed", "it was on its way"
    endpoints.enable(hook.endpoint, actor=MAKER)
    submitted()
    run()
    assert len(there.bodies) == 1


def test_deleted_it_is_gone_with_its_log(alice, hook, there):
    submitted()
    run()
    submitted()
    endpoints.delete(hook.endpoint, actor=MAKER)
    run()
    assert len(there.bodies) == 1
    assert not Message.objects.exists() and not Job.objects.exists()


def test_events_are_chosen_anew(alice, hook, there):
    endpoints.choose(hook.endpoint, ["withdrawal.cancelled"], actor=MAKER)
    submitted()
    run()
    assert there.bodies == []


@pytest.mark.parametrize(
    ("url", "events", "field"),
    [
        ("http://example.com/", ALL, "url"),
        ("https://example.com/", [], "events"),
        ("https://example.com/", ["withdrawal.lost"], "events"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused(shop, url, events, field):
    with pytest.raises(InvalidEndpoint) as refused:
        made(shop, url, events)
    assert refused.value.field == field


def test_an_app_has_ten_endpoints_of_a_mode_at_most(shop):
    for number in range(10):
        made(shop, f"https://example.com/{number}")
    with pytest.raises(TooManyEndpoints):
        made(shop, "https://example.com/11")
    assert made(shop, "https://example.com/", is_test=True)


def test_each_act_is_in_the_audit_log(hook):
    endpoint: Any = hook.endpoint
    endpoints.rotate(endpoint, actor=MAKER)
    endpoints.disable(endpoint, Cause.BY_HAND, actor=MAKER)
    endpoints.enable(endpoint, actor=MAKER)
    endpoints.delete(endpoint, actor=MAKER)
    acts = AuditEntry.objects.filter(target="shop", act__startswith="webhook")
    kept = [(each.act, each.details.get("what")) for each in acts.order_by("id")]
    assert kept == [
        ("webhook_created", None),
        ("webhook_changed", "a new secret"),
        ("webhook_changed", "disabled: Disabled by hand"),
        ("webhook_changed", "enabled"),
        ("webhook_deleted", None),
    ]
