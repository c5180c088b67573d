"""examples/python/webhooks.py: what the product sends is verified and taken once."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import webhooks
from django.utils import timezone
from webhooks import receive, take, verify_by_hand

from tests.conftest import submitted
from tests.test_webhooks import hook, run, shop, there  # noqa: F401 (fixtures)
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.notifications import signing

SECRET, OTHER = signing.new_secret(), signing.new_secret()


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(webhooks.TABLES)
    yield connection
    connection.close()


def known(database: sqlite3.Connection) -> list[tuple[int, str]]:
    return database.execute("SELECT sequence, status FROM withdrawal").fetchall()


def event(status: str, sequence: int) -> dict[str, Any]:
    data = {"id": "w1", "status": status, "sequence": sequence}
    return {"type": f"withdrawal.{status}", "data": data}


BODY = json.dumps(event("pending", 1))


def signed(*secrets: str, at: datetime | None = None) -> dict[str, str]:
    return signing.headers("evt_1", at or timezone.now(), BODY, secrets or [SECRET])


@pytest.mark.django_db
def test_what_is_sent_is_taken(alice, meera, there, hook, database):  # noqa: F811
    withdrawal = submitted()
    transitions.start(withdrawal.id, actor=Actor.staff(meera))
    run()
    for head, body in zip(there.heads, there.bodies, strict=True):
        assert receive(hook.secret, head, body.encode(), database) == 200
        assert verify_by_hand(hook.secret, head, body.encode()) == json.loads(body)
    assert known(database) == [(2, "processing")]


def test_a_repeated_event_is_answered_and_taken_once(database):
    for _ in range(2):
        assert receive(SECRET, signed(), BODY.encode(), database) == 200
    assert not take("evt_1", event("pending", 1), database)


def test_an_older_event_changes_nothing(database):
    assert take("evt_2", event("completed", 3), database)
    assert not take("evt_1", event("processing", 2), database)
    assert take("evt_3", event("failed", 4), database)
    assert known(database) == [(4, "failed")]


def test_a_test_event_is_taken_for_no_request(database):
    test = {"type": "webhook.test", "data": {"id": "t1", "sequence": 1}}
    assert not take("evt_1", test, database)
    assert known(database) == []


def test_while_a_secret_is_replaced_either_verifies(database):
    both = signed(OTHER, SECRET)
    assert receive(SECRET, both, BODY.encode(), database) == 200
    assert verify_by_hand(SECRET, both, BODY.encode())


HOUR = timedelta(hours=1)
FORGED: dict[str, Callable[[], dict[str, str]]] = {
    "by another secret": lambda: signed(OTHER),
    "for another event": lambda: signed() | {"webhook-id": "evt_2"},
    "an hour ago": lambda: signed(at=timezone.now() - HOUR),
    "in an hour": lambda: signed(at=timezone.now() + HOUR),
    "without a time": lambda: signed() | {"webhook-timestamp": "now"},
    "torn": lambda: signed() | {"webhook-signature": "v1"},
    "not at all": dict,
}


@pytest.mark.parametrize("how", FORGED)
def test_what_was_signed_otherwise_is_refused(how, database):
    head = FORGED[how]()
    assert receive(SECRET, head, BODY.encode(), database) == 401
    with pytest.raises(ValueError):
        verify_by_hand(SECRET, head, BODY.encode())
    assert known(database) == []


def test_a_changed_body_is_refused(database):
    body = BODY.replace("pending", "completed").encode()
    assert receive(SECRET, signed(), body, database) == 401
    with pytest.raises(ValueError):
        verify_by_hand(SECRET, signed(), body)
