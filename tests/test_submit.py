"""Asking for money: what it takes, and what it leaves behind."""

from decimal import Decimal

import pytest

from tests.conftest import give, submitted
from tests.everything import nothing_changes
from wallet import ledger, verification
from wallet.exceptions import InsufficientCoins, InvalidUserId
from wallet.models import CoinTransaction
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.amounts import MAX_COINS, MIN_COINS, to_rupees
from withdrawals.exceptions import (
    AmountOutOfRange,
    InvalidUPIID,
    NotAllowed,
    UnknownHandle,
    WithdrawalNotFound,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.usefixtures("way")

APP = Actor.app("server")

# What a caller in Python may hold instead of 100 to 100,000.
BAD_AMOUNTS: list[object] = [
    *(0, -500, 99, 100_001, 2**63, 10**400, 500.0, float("nan"), Decimal(500)),
    *("500", b"500", True, None, [500], {}),
]


def submit(user_id="alice", coins=500, upi_id="alice@okhdfcbank", actor=APP):
    return transitions.submit(user_id, coins, upi_id, actor=actor)


def test_a_request_waits_for_review_and_its_coins_are_gone(alice):
    outcome = submit(actor=Actor.user("alice"))
    withdrawal = CoinWithdrawal.objects.get()
    assert withdrawal == outcome.withdrawal
    assert (withdrawal.status, withdrawal.version) == (Status.PENDING, 1)
    assert (withdrawal.user_id, withdrawal.coins_amount) == ("alice", 500)
    assert withdrawal.rupees_amount == Decimal("50.00")
    assert withdrawal.upi_id == "alice@okhdfcbank"
    assert withdrawal.admin_notes == "Awaiting admin approval"
    assert (withdrawal.failure_reason, withdrawal.completed_at) == (None, None)
    assert outcome.balance == ledger.balance("alice") == 1500


def test_the_debit_names_the_request_in_the_words_of_the_specification(alice):
    withdrawal = submitted()
    debit = CoinTransaction.objects.get(reference=f"withdrawal:{withdrawal.id}")
    assert debit.reason == f"Withdrawal request created - {withdrawal.id}"
    assert (debit.transaction_type, debit.amount) == ("withdrawal", 500)
    assert debit.balance_after == 1500


@pytest.mark.parametrize(
    ("actor", "kind", "name"),
    [(Actor.user("alice"), "user", "alice"), (APP, "app", "server")],
)
def test_the_history_begins_with_who_asked(alice, actor, kind, name):
    change = submit(actor=actor).withdrawal.status_changes.get()
    assert (change.from_status, change.to_status) == ("", "pending")
    assert (change.actor_kind, change.actor) == (kind, name)


def test_the_short_reference_can_be_read_aloud(alice):
    reference = submitted(coins=100).reference
    assert reference.startswith("WD")
    assert len(reference) == 10
    assert not set(reference[2:]) & set("01OILU")
    assert submitted(coins=100).reference != reference


def test_an_amount_is_a_whole_number_from_100_to_100000(alice):
    for amount in BAD_AMOUNTS:
        with nothing_changes(), pytest.raises(AmountOutOfRange) as error:
            submit(coins=amount)
        assert (error.value.least, error.value.most) == (100, 100_000)


def test_a_user_id_is_readable(alice):
    with nothing_changes(), pytest.raises(InvalidUserId):
        submit(user_id="al\0ice")


@pytest.mark.parametrize("coins", [100, 101, 109, 110, 999, 12_345, 99_999, 100_000])
def test_the_rupees_are_exact_and_the_database_agrees(db, coins):
    give("alice", 100_000)
    withdrawal = submit(coins=coins).withdrawal
    withdrawal.refresh_from_db()
    assert withdrawal.rupees_amount == Decimal(coins) / 10
    assert list(verification.differences()) == []


def test_every_amount_has_exact_rupees():
    for coins in range(MIN_COINS, MAX_COINS + 1):
        rupees = to_rupees(coins)
        assert str(rupees) == f"{coins // 10}.{coins % 10}0"


def test_a_text_that_is_no_upi_id_is_refused(alice):
    with nothing_changes(), pytest.raises(InvalidUPIID):
        submit(upi_id="username#bank")


def test_an_unknown_handle_is_refused_with_a_suggestion(alice):
    with nothing_changes(), pytest.raises(UnknownHandle) as error:
        submit(upi_id="Alice@okhdfc")
    assert error.value.suggestion == "alice@okhdfcbank"


def test_the_upi_id_is_kept_in_its_one_form(alice):
    assert submit(upi_id="  Alice@OkHDFCBank ").withdrawal.upi_id == "alice@okhdfcbank"


def test_the_coins_must_be_there(alice):
    with nothing_changes(), pytest.raises(InsufficientCoins) as error:
        submit(coins=2001)
    assert (error.value.available, error.value.asked) == (2000, 2001)
    assert submit(coins=2000).balance == 0


def test_a_user_without_an_account_has_no_coins(db):
    with nothing_changes(), pytest.raises(InsufficientCoins) as error:
        submit(user_id="stranger")
    assert error.value.available == 0


def test_nobody_asks_in_anothers_name(alice, bob):
    with nothing_changes(), pytest.raises(WithdrawalNotFound):
        submit(user_id="alice", actor=Actor.user("bob"))


@pytest.mark.parametrize("person", ["rita", "pavan", "meera", "asha", "ada"])
def test_staff_does_not_ask_for_users(alice, request, person):
    user = request.getfixturevalue(person)
    with nothing_changes(), pytest.raises(NotAllowed):
        submit(actor=Actor.staff(user))
