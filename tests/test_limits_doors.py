"""What callers and users see of the limits, and that all doors count as one."""

import pytest
import time_machine
from django.db import OperationalError

from tests.api import ADDRESSES, Server, key_of, refused
from tests.conftest import submitted
from tests.everything import nothing_changes
from tests.test_web import CHECK, answers, text_of
from wallet import ledger
from withdrawals.integrations.models import KeyUse
from withdrawals.limits import buckets
from withdrawals.limits.buckets import take
from withdrawals.limits.models import Bucket
from withdrawals.limits.rates import Limit
from withdrawals.models import CoinWithdrawal

pytestmark = pytest.mark.django_db
NOON = "2026-03-01T06:30:00Z"


@pytest.fixture
def two(settings):
    """Two acts of a user's, five calls of a key's, at a time that stands still."""
    settings.RATE_PER_USER, settings.RATE_PER_KEY = "2/60", "5/10"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def used_up(two):
    for _ in range(2):
        take(Limit.USER, "alice")


@pytest.fixture
def web(client, alice):
    client.force_login(alice)
    return client


def test_the_third_request_is_refused_until_a_token_is_back(api, alice, two):
    assert [api.withdraw().status_code for _ in range(2)] == [201, 201]
    with nothing_changes():
        response = api.withdraw()
    error = refused(response, 429, "rate_limited")
    assert error["details"] == {"limit": "user", "retry_after": 30}
    assert response["Retry-After"] == "30"
    with time_machine.travel("2026-03-01T06:30:30Z"):
        assert api.withdraw().status_code == 201


def test_every_answer_tells_what_is_left(api, alice, two):
    told = [api.withdraw(amount=each) for each in (500, 1, 500)]
    assert [each.status_code for each in told] == [201, 400, 429]
    assert {each["RateLimit-Policy"] for each in told} == {
        '"key";q=5;w=10, "user";q=2;w=60'
    }
    assert [each["RateLimit"] for each in told] == [
        '"key";r=4;t=2, "user";r=1;t=30',
        '"key";r=3;t=4, "user";r=0;t=60',
        '"key";r=2;t=6, "user";r=0;t=60',
    ]


def test_each_key_has_its_calls_whatever_they_are(api, alice, two):
    other = Server(key_of("app"))
    answers = [api.history(user_id="alice") for _ in range(4)]
    answers += [api.withdraw(upi_id="?"), api.history(user_id="alice")]
    assert [each.status_code for each in answers] == [200] * 4 + [400, 429]
    assert answers[-1]["Retry-After"] == "2"
    assert other.history(user_id="alice").status_code == 200


def test_who_floods_us_fills_no_record(api, alice, two):
    for _ in range(9):
        api.withdraw(amount="all")
    assert KeyUse.objects.count() == 5


def test_a_stranger_with_the_key_empties_no_bucket_of_the_app(alice, two):
    app = Server(key_of("app", networks=["127.0.0.1"]))
    for _ in range(9):
        stolen = app.client.get(ADDRESSES["history"], REMOTE_ADDR="10.0.0.7")
    assert stolen.status_code == 429
    assert app.history(user_id="alice").status_code == 200


def test_without_a_key_there_is_no_bucket_of_one(api, two):
    api.client.defaults.pop("HTTP_AUTHORIZATION")
    refused(api.history(user_id="alice"), 401, "unauthorized")
    assert not Bucket.objects.exists()


def test_a_key_that_was_refused_can_be_sent_again(api, alice, used_up):
    key = {"Idempotency-Key": "order 4711"}
    refused(api.withdraw(headers=key), 429, "rate_limited")
    with time_machine.travel("2026-03-01T06:31:00Z"):
        assert api.withdraw(headers=key).status_code == 201


def test_the_cancel_of_a_users_request_counts_as_the_users(api, alice, used_up):
    withdrawal = submitted()
    refused(api.cancel(withdrawal.id), 429, "rate_limited")
    refused(api.cancel(withdrawal.id, user_id="alice"), 429, "rate_limited")
    withdrawal.refresh_from_db()
    assert withdrawal.status == "pending"


def test_one_user_is_not_in_the_way_of_another(api, alice, bob, used_up):
    assert api.withdraw(user_id="bob", amount=100).status_code == 201


def test_the_users_own_form_counts_as_the_api_does(api, web, used_up):
    sent = answers(web)
    with nothing_changes():
        page = web.post(CHECK, sent)
    assert (page.status_code, page["Retry-After"]) == (429, "30")
    assert "Try again in 30 seconds" in text_of(page)
    assert 'value="500"' in page.content.decode(), "what was typed is there"


def test_the_form_can_be_sent_again_when_a_token_is_back(web, used_up):
    sent = answers(web)
    web.post(CHECK, sent)
    with time_machine.travel("2026-03-01T06:30:30Z"):
        assert web.post(CHECK, sent).status_code == 302
    assert CoinWithdrawal.objects.count() == 1


def test_the_users_own_cancel_counts_too(web, used_up):
    withdrawal = submitted()
    page = web.post(f"/withdraw/{withdrawal.id}/cancel/")
    assert (page.status_code, page["Retry-After"]) == (429, "30")
    assert "Not cancelled yet That was a lot in a short time." in text_of(page)
    withdrawal.refresh_from_db()
    assert withdrawal.status == "pending"


@pytest.fixture
def lost(monkeypatch):
    """Nobody knows what is left in a bucket."""

    def answer(*_):
        raise OperationalError("the limiter does not answer")

    monkeypatch.setattr(buckets, "asked", answer)


def test_without_the_limiter_no_coin_moves(api, web, lost, settings):
    withdrawal, sent = submitted(), answers(web)
    settings.API_REQUIRE_KEY = False
    with nothing_changes():
        for server in (api, Server(None)):
            refused(server.withdraw(), 503, "unavailable")
            refused(server.cancel(withdrawal.id), 503, "unavailable")
        assert web.post(CHECK, sent).status_code == 503
        assert web.post(f"/withdraw/{withdrawal.id}/cancel/").status_code == 503
    assert ledger.balance("alice") == 1500


def test_without_the_limiter_everything_can_be_read(api, web, lost):
    withdrawal = submitted()
    assert api.history(user_id="alice").status_code == 200
    assert api.details(withdrawal_id=withdrawal.id).status_code == 200
    assert web.get("/withdraw/").status_code == 200
