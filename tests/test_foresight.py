"""What a call will ask is asked with its key; who is not let in has asked nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.api import MAKER, NOBODY, Server, key_of, refused
from wallet import clock
from withdrawals.api import foresight
from withdrawals.integrations import keys
from withdrawals.integrations.models import ApiKey
from withdrawals.integrations.scopes import Scope
from withdrawals.limits.buckets import Taking
from withdrawals.limits.models import Bucket
from withdrawals.limits.rates import Limit

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "order 4711"}
SAVEPOINT = 2  # journeys more of a change within a test's transaction


def tokens(user_id: str = "alice") -> int:
    """How many of the user's were taken, in a time that is too short for one more."""
    taking = Taking.of(Limit.USER, user_id)
    held = Bucket.objects.filter(key=taking.key).first()
    return round((held.full_at - taking.now) / taking.rate.interval) if held else 0


@pytest.fixture
def slow(settings):
    settings.RATE_PER_USER = "100/100000"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite goes step by step")
@pytest.mark.parametrize(
    ("act", "journeys"),
    [
        (lambda api, each: api.withdraw(headers=KEY, amount=100), 2 + SAVEPOINT),
        (lambda api, each: api.cancel(each.id, headers=KEY), 2 + SAVEPOINT),
        (lambda api, each: api.cancel(each.id, user_id="alice"), 2 + SAVEPOINT),
        (lambda api, each: api.details(withdrawal_id=str(each.id)), 1),
        (lambda api, each: api.history(user_id="alice", status="pending"), 1),
        (lambda api, each: api.history(user_id="alice", cursor=""), 1),
    ],
)
def test_a_call_takes_so_many_journeys(
    api, pending, act, journeys, django_assert_num_queries
):
    with django_assert_num_queries(journeys):
        assert act(api, pending).status_code in (200, 201)


@pytest.mark.parametrize("more", ["", "x" * foresight.MOST])
def test_one_token_of_the_users_is_taken(api, alice, slow, more):
    """Also where nobody looked ahead, as into a body that is as long as this."""
    made = api.withdraw(more=more).json()["data"]["withdrawal_id"]
    assert tokens() == 1
    api.cancel(made, more=more)
    assert tokens() == 2
    api.cancel(made, more=more, user_id="alice")
    assert tokens() == 3


BODIES: list[dict[str, Any]] = [
    *({"amount": each} for each in ("500", True, 500.0, None)),
    *({"user_id": each} for each in (1, None, ["alice"])),
    *({"upi_id": each} for each in (1, None)),
]


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_a_malformed_body_takes_none(api, alice, slow, body):
    refused(api.withdraw(**body), 400, "invalid_field")
    assert tokens() == 0


@pytest.mark.parametrize("name", ["ali\0ce", " alice", "", "x" * 501])
def test_a_name_that_is_none_is_refused_in_its_turn(api, slow, name):
    refused(api.withdraw(user_id=name), 400, "invalid_field")
    refused(api.cancel(NOBODY, user_id=name), 400, "invalid_field")
    refused(api.history(user_id=name), 400, "invalid_field")


@pytest.mark.parametrize("body", [{"reason": 1}, {"user_id": 1}, {"user_id": ["a"]}])
def test_a_malformed_cancel_takes_none(api, pending, slow, body):
    refused(api.cancel(pending.id, **body), 400, "invalid_field")
    assert tokens() == 0


@pytest.mark.parametrize("door", ["withdraw", "cancel"])
def test_a_key_without_form_takes_none(api, pending, slow, door):
    told = {"withdraw": api.withdraw, "cancel": lambda **how: api.cancel(NOBODY, **how)}
    refused(told[door](headers={"Idempotency-Key": "x" * 256}), 400, "invalid_field")
    assert tokens() == 0


def test_a_cancel_of_what_is_not_the_users_takes_none(api, pending, slow):
    refused(api.cancel(pending.id, user_id="bob"), 404, "withdrawal_not_found")
    refused(api.cancel(NOBODY), 404, "withdrawal_not_found")
    test = Server(key_of(is_test=True))
    refused(test.cancel(pending.id), 404, "withdrawal_not_found")
    assert tokens() == tokens("bob") == 0


def _expired() -> str:
    text = key_of()
    ApiKey.objects.filter(public_id=text.split("_")[2]).update(expires_at=clock.now())
    return text


def _revoked() -> str:
    text = key_of()
    keys.revoke_key(ApiKey.objects.get(public_id=text.split("_")[2]), actor=MAKER)
    return text


def _of_another_secret() -> str:
    text = key_of()
    return text[:-1] + ("1" if text.endswith("0") else "0")


STRANGERS = {
    "expired": (_expired, 401),
    "revoked": (_revoked, 401),
    "of another secret": (_of_another_secret, 401),
    "without the scope": (lambda: key_of(scopes=[Scope.WITHDRAWALS_READ]), 403),
    "from elsewhere": (lambda: key_of(networks=["10.0.0.1"]), 403),
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_is_not_let_in_takes_none(pending, slow, stranger):
    make, status = STRANGERS[stranger]
    server = Server(make())
    assert server.withdraw().status_code == status
    assert server.cancel(pending.id).status_code == status
    assert tokens() == 0


def test_who_has_no_calls_left_takes_none_and_reads_nothing(pending, slow, settings):
    settings.RATE_PER_KEY = "1/100000"
    server = Server(key_of())
    assert server.details(withdrawal_id=str(pending.id)).status_code == 200
    for answer in (
        server.withdraw(),
        server.cancel(pending.id),
        server.details(withdrawal_id=str(pending.id)),
        server.history(user_id="alice"),
    ):
        assert refused(answer, 429, "rate_limited")["details"]["limit"] == "key"
    assert tokens() == 0


def test_a_key_of_a_network_is_let_in_step_by_step(pending, slow):
    server = Server(key_of(networks=["127.0.0.1"]))
    assert server.details(withdrawal_id=str(pending.id)).status_code == 200
    assert server.history(user_id="alice").json()["count"] == 1
    assert server.cancel(pending.id).status_code == 200
    assert tokens() == 1


def test_a_key_that_ends_later_is_let_in(alice, slow):
    server = Server(key_of(expires_at=clock.now() + timedelta(days=1)))
    assert server.withdraw().status_code == 201
    assert tokens() == 1
