"""One act for one Idempotency-Key, however often a doubtful network sends it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.api import APP_KEY, Server, key_of, let_in, refused
from tests.conftest import give
from tests.everything import everything, nothing_changes
from wallet import ledger
from withdrawals.models import CoinWithdrawal, IdempotencyKey

pytestmark = pytest.mark.usefixtures("way")

KEY = {"Idempotency-Key": "order 4711"}


def test_a_create_sent_again_is_answered_again(api, alice):
    first = api.withdraw(headers=KEY)
    with nothing_changes():
        second = api.withdraw(headers=KEY)
    assert (second.status_code, second.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert ledger.balance("alice") == 1500


def test_a_cancel_sent_again_is_answered_again(api, pending):
    first = api.cancel(pending.id, headers=KEY)
    with nothing_changes():
        second = api.cancel(pending.id, headers=KEY)
    assert (second.status_code, second.content) == (200, first.content)
    assert second["Idempotent-Replayed"] == "true"
    assert ledger.balance("alice") == 2000


def test_the_order_of_the_fields_does_not_matter(api, alice):
    api.withdraw(headers=KEY)
    body = {"upi_id": "alice@okhdfcbank", "amount": 500, "user_id": "alice"}
    api.post("/api/razorpay/withdraw/", body, headers=KEY)
    assert CoinWithdrawal.objects.count() == 1


def test_a_key_is_the_same_wherever_a_server_says_we_are(api, alice):
    api.withdraw(headers=KEY)
    api.client.defaults["SCRIPT_NAME"] = "/x"
    with nothing_changes():
        assert api.withdraw(headers=KEY)["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "other", [{"amount": 501}, {"user_id": "bob"}, {"upi_id": "alice@ybl"}]
)
def test_a_key_belongs_to_one_body(api, alice, bob, other):
    api.withdraw(headers=KEY)
    with nothing_changes():
        error = refused(
            api.withdraw(headers=KEY, **other), 422, "idempotency_key_reused"
        )
    assert error["field"] == "Idempotency-Key"


def test_a_key_belongs_to_one_caller(api, alice):
    for key in (APP_KEY, key_of("shop")):
        assert Server(key).withdraw(headers=KEY, amount=100).status_code == 201
    assert CoinWithdrawal.objects.count() == 2


def test_a_key_belongs_to_one_endpoint(api, alice):
    made = api.withdraw(headers=KEY).json()["data"]["withdrawal_id"]
    assert api.cancel(made, headers=KEY).status_code == 200
    assert IdempotencyKey.objects.count() == 2


def test_a_refusal_does_not_use_the_key_up(api, alice):
    refused(api.withdraw(headers=KEY, amount=2500), 400, "insufficient_balance")
    give("alice", 1000)
    assert api.withdraw(headers=KEY, amount=2500).status_code == 201


def test_without_a_key_each_call_is_an_act(api, alice):
    api.withdraw()
    api.withdraw()
    assert ledger.balance("alice") == 1000


@pytest.mark.parametrize("key", ["x", "x" * 255, "~!@# '\"", "a,b"])
def test_any_printable_key_will_do(api, alice, key):
    headers = {"Idempotency-Key": key}
    first, second = (api.withdraw(headers=headers) for _ in range(2))
    assert first.content == second.content


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_six_at_once_are_one_act():
    let_in()
    give("alice", 2000)

    def send(_: int) -> Any:
        try:
            response = Server(APP_KEY).withdraw(headers=KEY)
            return response.status_code, response.content
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(send, range(6)))
    done = {answer for answer in answers if answer[0] == 201}
    assert len(done) == 1
    assert {status for status, _ in answers} <= {201, 409}
    assert len(everything()["withdrawals_coinwithdrawal"]) == 1
    assert ledger.balance("alice") == 1500
