"""Every use of a money scope leaves a row: with the money, or with the refusal."""

import pytest
from django.db import IntegrityError, transaction

from tests.api import NOBODY, Server, key_of, refused
from tests.conftest import submitted
from withdrawals.api import record
from withdrawals.integrations.models import KeyUse
from withdrawals.models import CoinWithdrawal


def used() -> list[tuple[str, str, str]]:
    uses = KeyUse.objects.order_by("created_at", "id")
    return list(uses.values_list("scope", "outcome", "about"))


def test_a_request_and_its_cancelling_are_kept(api, alice):
    made = api.withdraw().json()["data"]["withdrawal_id"]
    api.cancel(made)
    assert [use[:2] for use in used()] == [
        ("withdrawals:create", "done"),
        ("withdrawals:cancel", "done"),
    ]
    assert all(f"withdrawal_id='{made}'" in about for _, _, about in used())
    use = KeyUse.objects.first()
    assert use
    assert (str(use.key), use.ip) == ("cw_live_test…", "127.0.0.1")


def test_coins_that_are_given_are_kept(api, alice):
    credit = {"amount": 5, "type": "earned", "reason": "Trial", "reference": "one"}
    for _ in range(2):
        api.credit(user_id="alice", **credit)
    [first, again] = used()
    assert (first[:2], again[1]) == (("coins:credit", "done"), "replayed")
    assert "user_id='alice' amount='5' reference='one'" in first[2]


def test_a_refusal_is_kept_with_its_code(api, alice, processing):
    api.withdraw(amount=1)
    api.withdraw(amount="many")
    api.withdraw(amount=100_000)
    api.cancel(processing.id)
    api.cancel(NOBODY)
    assert [outcome for _, outcome, _ in used()] == [
        "amount_out_of_range",
        "invalid_field",
        "insufficient_balance",
        "not_pending",
        "withdrawal_not_found",
    ]


def test_a_key_that_may_not_is_kept(db, alice):
    reads = key_of(scopes=["withdrawals:read"])
    away = key_of(networks=["10.0.0.1"])
    refused(Server(reads).withdraw(), 403, "missing_scope")
    refused(Server(away).withdraw(), 403, "network_not_allowed")
    assert [outcome for _, outcome, _ in used()] == [
        "missing_scope",
        "network_not_allowed",
    ]


def test_looking_is_not_kept(api, pending):
    api.history(user_id="alice")
    api.details(withdrawal_id=str(pending.id))
    api.details(withdrawal_id=NOBODY)
    assert used() == []


def test_a_stranger_leaves_no_row(db, alice):
    refused(Server("cw_live_nobody").withdraw(), 401, "unauthorized")
    assert used() == []


def test_the_row_goes_with_the_money(api, alice, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(record, "use_of", broken)
    refused(api.withdraw(), 500, "internal_error")
    assert not CoinWithdrawal.objects.exists()


def test_no_row_is_changed_or_taken_back(api, alice):
    api.withdraw()
    for change in (
        lambda: KeyUse.objects.update(outcome="done"),
        lambda: KeyUse.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_users_own_request_is_no_use_of_a_key(alice):
    submitted()
    assert used() == []
