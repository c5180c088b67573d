"""Coins by the app's server: credit, balance and what moved them."""

import json
from datetime import UTC, datetime

import pytest

from tests.api import BESIDES, refused
from tests.conftest import give, submitted
from tests.everything import nothing_changes
from wallet import clock, ledger
from wallet.models import CoinTransaction, UserCoins
from withdrawals import transitions
from withdrawals.actors import Actor

MORNING = datetime(2026, 1, 9, 15, 30, 0, 987654, tzinfo=UTC)


def test_a_credit_is_answered_with_its_movement(api, alice):
    with clock.at(MORNING):
        response = api.credit()
    made = CoinTransaction.objects.get(reference="credit:quiz-1")
    assert response.status_code == 201
    assert response.content.decode() == (
        '{"success":true,"message":"Coins credited","data":{'
        f'"movement_id":"{made.id}","user_id":"alice","amount":10,"type":"earned",'
        '"reason":"Quiz of Monday","reference":"quiz-1","balance_after":2010,'
        '"created_at":"2026-01-09T15:30:00Z"}}'
    )


@pytest.mark.parametrize("kind", ["earned", "referral_bonus", "adjustment_credit"])
def test_a_first_credit_opens_the_account(api, kind):
    assert api.credit(user_id="zoe", type=kind).status_code == 201
    assert ledger.balance("zoe") == 10
    assert CoinTransaction.objects.get().transaction_type == kind


@pytest.mark.parametrize("more", [{}, {"reason": "Another wording"}])
def test_a_reference_posts_once_and_is_answered_again(api, alice, more):
    first = api.credit()
    give("alice", 5)
    with nothing_changes():
        second = api.credit(**more)
    assert (second.status_code, second.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "other", [{"amount": 11}, {"user_id": "zoe"}, {"type": "referral_bonus"}]
)
def test_a_reference_of_another_credit_is_refused(api, alice, other):
    api.credit()
    with nothing_changes():
        error = refused(api.credit(**other), 409, "reference_reused")
    assert error["field"] == "reference"


def test_a_reference_is_one_with_those_of_imported_files(api, alice):
    api.credit()
    assert CoinTransaction.objects.filter(reference="credit:quiz-1").exists()


def test_an_idempotency_key_works_here_too(api, alice):
    headers = {"Idempotency-Key": "k1"}
    first, second = (api.credit(headers=headers) for _ in range(2))
    assert second.content == first.content
    refused(api.credit(headers=headers, amount=11), 422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        ({"amount": 0}, "amount_out_of_range", "amount"),
        ({"amount": -10}, "amount_out_of_range", "amount"),
        ({"amount": 10**12 + 1}, "amount_out_of_range", "amount"),
        ({"amount": 10**400}, "amount_out_of_range", "amount"),
        ({"amount": "10"}, "invalid_field", "amount"),
        ({"amount": 10.0}, "invalid_field", "amount"),
        ({"amount": True}, "invalid_field", "amount"),
        ({"user_id": " eve"}, "invalid_field", "user_id"),
        ({"user_id": 1}, "invalid_field", "user_id"),
        ({"type": "refund"}, "invalid_field", "type"),
        ({"type": "withdrawal"}, "invalid_field", "type"),
        ({"type": None}, "invalid_field", "type"),
        ({"reason": ""}, "invalid_field", "reason"),
        ({"reason": "x" * 501}, "invalid_field", "reason"),
        ({"reason": "a\nb"}, "invalid_field", "reason"),
        ({"reference": ""}, "invalid_field", "reference"),
        ({"reference": "x" * 101}, "invalid_field", "reference"),
        ({"reference": "a\0b"}, "invalid_field", "reference"),
        ({"reference": 7}, "invalid_field", "reference"),
    ],
)
def test_a_bad_credit_changes_nothing(api, alice, bad, code, field):
    with nothing_changes():
        assert refused(api.credit(**bad), 400, code)["field"] == field


def test_an_account_that_would_overflow_is_told(api, alice, monkeypatch):
    monkeypatch.setattr("wallet.batches.MAX_BALANCE", 2009)
    with nothing_changes():
        error = refused(api.credit(), 400, "balance_too_large")
    assert error["field"] == "amount"


def test_the_balance_is_told_in_coins_and_rupees(api, alice):
    answer = api.balance(user_id="alice")
    assert json.loads(answer.content) == {
        "success": True,
        "data": {"user_id": "alice", "balance": 2000, "rupees_amount": 200.0},
    }


def test_a_stranger_has_no_coins_and_gets_no_account(api):
    assert api.balance(user_id="nobody").json()["data"]["balance"] == 0
    assert not UserCoins.objects.exists()


def test_movements_tell_what_moved_the_coins(api, alice):
    asked = submitted()
    transitions.cancel(asked.id, actor=Actor.user("alice"))
    api.credit()
    data = api.movements(user_id="alice").json()["data"]
    told = [(m["type"], m["amount"], m["balance_after"]) for m in data]
    assert told == [
        ("earned", 10, 2010),
        ("refund", 500, 2000),
        ("withdrawal", -500, 1500),
        ("earned", 2000, 2000),
    ]
    assert [m["withdrawal_id"] for m in data[:3]] == [None, *[str(asked.id)] * 2]
    assert [m["reference"] for m in data[:3]] == ["quiz-1", None, None]


@pytest.mark.parametrize(("call", "number"), [("balance", 1), ("movements", 2)])
def test_coins_are_read_in_few_queries(
    api, alice, django_assert_num_queries, call, number
):
    with django_assert_num_queries(number + BESIDES):
        getattr(api, call)(user_id="alice")


@pytest.mark.parametrize("call", ["balance", "movements"])
@pytest.mark.parametrize("query", [{}, {"user_id": ""}, {"user_id": " eve"}])
def test_coins_are_read_of_a_user(api, call, query):
    response = getattr(api, call)(**query)
    code = "invalid_field" if query else "missing_field"
    assert refused(response, 400, code)["field"] == "user_id"
