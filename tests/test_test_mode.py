"""Test keys and live keys: neither touches what is the other's."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.api import Server, key_of, refused
from tests.conftest import submitted
from tests.everything import nothing_changes
from wallet import ledger
from wallet.batches import credit_many
from wallet.crediting import credit_of
from wallet.exceptions import OtherKind
from wallet.ledger import Movement
from wallet.models import TransactionType, UserCoins, new_id
from withdrawals.models import CoinWithdrawal


def earned(user_id: str, coins: int, *, is_test: bool | None, name: str) -> Movement:
    return credit_of(
        user_id, coins, TransactionType.EARNED, "Earned", name, is_test=is_test
    )


@pytest.fixture
def tess(db) -> str:
    """A test user with 2,000 coins."""
    ledger.credit(earned("tess", 2000, is_test=True, name="tess"))
    return "tess"


@pytest.fixture
def test_app(db) -> Server:
    return Server(key_of("app", is_test=True))


def test_an_account_is_opened_live_unless_a_test_key_opens_it(alice, tess):
    kinds = dict(UserCoins.objects.values_list("user_id", "is_test"))
    assert kinds == {"alice": False, "tess": True}


@pytest.mark.parametrize(("user", "is_test"), [("alice", True), ("tess", False)])
def test_coins_go_to_an_account_of_the_same_kind(alice, tess, user, is_test):
    one = earned(user, 5, is_test=is_test, name="one")
    for act in (ledger.credit, lambda movement: credit_many([movement])):
        with nothing_changes(), pytest.raises(OtherKind):
            act(one)


def test_a_test_request_is_of_its_account(test_app, tess):
    assert test_app.withdraw(user_id=tess).status_code == 201
    assert CoinWithdrawal.objects.get().is_test
    assert submitted(tess).is_test


def test_a_live_request_is_live(api, alice):
    api.withdraw()
    assert not CoinWithdrawal.objects.get().is_test


def test_no_key_asks_for_a_user_of_the_other_kind(api, test_app, alice, tess):
    with nothing_changes():
        error = refused(test_app.withdraw(user_id="alice"), 400, "wrong_mode")
        assert error["details"] == {"user": "live"}
        error = refused(api.withdraw(user_id=tess), 400, "wrong_mode")
        assert error["details"] == {"user": "test"}


def test_the_requests_of_the_other_kind_do_not_exist(api, test_app, alice, tess):
    live, test = submitted("alice"), submitted(tess)
    for server, own, other in ((api, live, test), (test_app, test, live)):
        assert server.details(withdrawal_id=str(own.id)).status_code == 200
        with nothing_changes():
            answers = [
                server.details(withdrawal_id=str(other.id)),
                server.cancel(other.id),
            ]
        for answer in answers:
            refused(answer, 404, "withdrawal_not_found")
        refused(server.history(user_id=other.user_id), 400, "wrong_mode")
        assert server.cancel(own.id).status_code == 200


def test_coins_of_the_other_kind_are_not_shown(api, test_app, alice, tess):
    for server, own, other in ((api, "alice", tess), (test_app, tess, "alice")):
        assert server.balance(user_id=own).json()["data"]["balance"] == 2000
        refused(server.balance(user_id=other), 400, "wrong_mode")
        assert server.movements(user_id=own).json()["count"] == 1
        refused(server.movements(user_id=other), 400, "wrong_mode")


def test_a_test_key_opens_a_test_account(api, test_app):
    credit = {"amount": 500, "type": "earned", "reason": "Trial", "reference": "one"}
    assert test_app.credit(user_id="tom", **credit).status_code == 201
    assert UserCoins.objects.get().is_test
    again = credit | {"reference": "two"}
    refused(api.credit(user_id="tom", **again), 400, "wrong_mode")
    assert api.credit(user_id="alf", **credit).status_code == 201


def test_one_name_for_a_call_is_two_in_two_modes(api, test_app, alice, tess):
    name = {"Idempotency-Key": "order 1"}
    assert api.withdraw(headers=name).status_code == 201
    assert test_app.withdraw(headers=name, user_id=tess).status_code == 201


def test_where_no_key_is_required_both_kinds_are_there(settings, alice, tess):
    settings.API_REQUIRE_KEY = False
    for user in ("alice", tess):
        made = Server(None).withdraw(user_id=user)
        assert made.status_code == 201
        request = made.json()["data"]["withdrawal_id"]
        assert Server(None).cancel(request).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE wallet_usercoins SET is_test = NOT is_test",
        "UPDATE withdrawals_coinwithdrawal SET is_test = NOT is_test, version = 2",
    ],
)
def test_the_kind_never_changes(alice, change):
    submitted()
    with (
        pytest.raises(IntegrityError, match="stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_database_takes_no_request_of_another_kind(alice, tess):
    live = submitted()
    values = {each.attname: getattr(live, each.attname) for each in live._meta.fields}
    values |= {"user_id": tess, "id": new_id(), "reference": "WDTEST"}
    with pytest.raises(IntegrityError, match="of the kind"), transaction.atomic():
        request = CoinWithdrawal.objects.create(**values)
        event = f"withdrawal:{request.id}"
        ledger.debit(Movement(tess, 500, TransactionType.WITHDRAWAL, "Asked", event))
