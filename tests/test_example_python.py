"""examples/python: an app's server asks, reads, retries and is told of changes."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import coin_withdrawals
import pytest
from coin_withdrawals import Client, NoAnswer, Refused
from standardwebhooks import Webhook

from tests.api import APP_KEY, let_in
from tests.conftest import give
from tests.receiver import Receiver, answers, receiving
from tests.test_webhooks import run
from tests.troubles import (
    DONE,
    REFUSALS,
    TROUBLES,
    assert_patient,
    breaks_off,
    in_turn,
    says,
)
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.integrations.models import App

UPI = "alice@okhdfcbank"
live = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def coins(live_server) -> Iterator[Client]:
    let_in()
    give("alice", 2000)
    with Client(live_server.url, APP_KEY) as client:
        yield client


@pytest.fixture
def there(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_LOOPBACK = True
    with receiving() as each:
        yield each


# On the server


@live
def test_a_request_is_made_read_and_taken_back(coins):
    made = coins.create("alice", 500, UPI, "order-1")
    assert coins.create("alice", 500, UPI, "order-1") == made
    id_ = made["withdrawal_id"]
    assert coins.status(id_, "alice", "timeline")["timeline"][0]["to"] == "pending"
    assert coins.balance("alice")["balance"] == 1500
    assert coins.cancel(id_, "alice", "Changed my mind")["refunded_coins"] == 500
    assert [each["status"] for each in coins.history("alice")] == ["cancelled"]


@live
def test_pages_follow_each_other_to_the_end(coins):
    for number in range(5):
        coins.credit("alice", 10, "Quiz", f"quiz-{number}", "earned")
        coins.create("alice", 100, UPI, f"order-{number}")
    asked = [each["id"] for each in coins.history("alice", limit=2, status="pending")]
    moved = [each["amount"] for each in coins.movements("alice", limit=3)]
    assert len(set(asked)) == 5
    assert moved == [-100, 10] * 5 + [2000]


@live
def test_a_refusal_says_all_that_the_server_said(coins):
    with pytest.raises(Refused, match="insufficient_balance") as refused:
        coins.create("alice", 5000, UPI, "order-1")
    error = refused.value
    assert (error.status, error.field) == (400, "amount")
    assert error.details == {"available": 2000, "asked": 5000}
    assert error.message.startswith("Insufficient coin balance")
    assert error.request_id


@live
def test_watching_tells_each_change_once(coins, meera, monkeypatch):
    id_ = coins.create("alice", 500, UPI, "order-1")["withdrawal_id"]
    boss = Actor.staff(meera)
    moves: Iterator[Callable[[], object]] = iter(
        [
            lambda: None,
            lambda: transitions.start(id_, actor=boss),
            lambda: None,
            lambda: transitions.complete(id_, utr="632600000001", actor=boss),
        ]
    )
    sleep = SimpleNamespace(sleep=lambda _: next(moves)())
    monkeypatch.setattr(coin_withdrawals, "time", sleep)
    seen = [each["status"] for each in coins.watch(id_, "alice")]
    assert seen == ["pending", "processing", "completed"]


@live
def test_a_link_leads_to_the_hosted_page(coins):
    App.objects.update(return_urls=["https://shop.example/coins"])
    made = coins.link("alice", "https://shop.example/coins", amount=500)
    assert "/hosted/?link=" in made["url"]


@live
def test_many_are_credited_at_once(coins):
    kind: dict[str, Any] = {"user_id": "alice", "type": "earned", "reason": "Quiz"}
    items = [kind | {"amount": n, "reference": f"quiz-{n}"} for n in (10, 0)]
    assert [each["status"] for each in coins.credit_many(items)] == [
        *("credited", "refused"),
    ]
    with pytest.raises(Refused, match="items_refused"):
        coins.credit_many(items, all_or_nothing=True)
    assert coins.balance("alice")["balance"] == 2010


@live
def test_a_webhook_is_set_up_watched_and_mended(coins, there):
    hook = coins.add_webhook(there.url, ["withdrawal.created"])
    coins.webhook("test", hook["id"])
    run()
    [sent] = coins.deliveries(hook["id"], outcome="delivered", limit=1)
    coins.webhook("redeliver", hook["id"], delivery_id=sent["id"])
    run()
    for head, body in zip(there.heads, there.bodies, strict=True):
        assert Webhook(hook["secret"]).verify(body, head)["type"] == "webhook.test"
    assert len(there.bodies) == 2


@live
def test_a_webhook_is_changed_and_ended(coins, there):
    id_ = coins.add_webhook(there.url, ["withdrawal.created"])["id"]
    coins.webhook("events", id_, events=["withdrawal.failed"])
    assert coins.webhook("rotate", id_)["old_secret_until"]
    coins.webhook("disable", id_)
    [listed] = coins.webhooks()
    assert (listed["events"], listed["enabled"]) == (["withdrawal.failed"], False)
    assert coins.webhook("enable", id_)["enabled"]
    coins.webhook("delete", id_)
    assert coins.webhooks() == []


# When it goes wrong on the way


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    waits: list[float] = []
    monkeypatch.setattr(coin_withdrawals, "time", SimpleNamespace(sleep=waits.append))
    return waits


def ask(there: Receiver) -> Any:
    url = f"http://127.0.0.1:{there.port}"
    with Client(url, "cw_test_x") as client:
        return client.create("alice", 500, UPI, "order-1")


def test_it_insists_with_one_key_until_it_is_answered(waits):
    with receiving(in_turn(*TROUBLES, DONE)) as there:
        assert ask(there) == {"withdrawal_id": "1"}
    assert [head["idempotency-key"] for head in there.heads] == ["order-1"] * 6
    assert len(set(there.bodies)) == 1
    assert_patient(waits)


@pytest.mark.parametrize(("status", "code"), REFUSALS)
def test_a_refusal_is_never_sent_again(waits, status, code):
    with receiving(says(status, code)) as there, pytest.raises(Refused) as refused:
        ask(there)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert len(there.heads) == 1


def test_without_any_answer_it_says_that_nobody_knows(waits):
    with receiving(breaks_off) as there, pytest.raises(NoAnswer) as unknown:
        ask(there)
    assert unknown.value.key == "order-1"
    assert len(there.heads) == coin_withdrawals.ATTEMPTS


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null", b'{"error": "No"}'])
def test_what_is_no_answer_of_the_api_is_told_by_its_status(waits, body):
    with receiving(answers(403, body)) as there, pytest.raises(Refused) as refused:
        ask(there)
    assert (refused.value.code, refused.value.field) == ("http_403", None)
