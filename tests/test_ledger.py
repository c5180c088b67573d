"""The ledger: one business event, one movement, once, and a balance that is its sum."""

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import give
from tests.everything import nothing_changes
from wallet import ledger, verification
from wallet.batches import credit_many
from wallet.exceptions import (
    AlreadyPosted,
    BalanceTooLarge,
    InsufficientCoins,
    InvalidAmount,
    InvalidUserId,
    WrongDirection,
)
from wallet.ledger import Movement
from wallet.models import CREDITS, DEBITS, MAX_BALANCE, CoinTransaction, UserCoins
from wallet.models import TransactionType as Type

BAD_AMOUNTS: list[object] = [
    0,
    -1,
    True,
    None,
    "10",
    "",
    1.0,
    1e3,
    10.5,
    [],
    {},
    10**12 + 1,
    2**63,
]
BAD_AMOUNTS += [float("nan"), float("inf"), 10**400]


def credit_of(coins=100, user_id="alice", reference="credit:1", kind=Type.EARNED):
    return Movement(user_id, coins, kind, "In a test", reference)


def debit_of(coins=100, user_id="alice", reference="debit:1"):
    return credit_of(coins, user_id, reference, Type.ADJUSTMENT_DEBIT)


@pytest.fixture(autouse=True)
def _the_ledger_stays_clean(db, settings):
    settings.LEDGER_CHECKS = ["wallet.checks"]
    yield
    assert list(verification.differences()) == []


def test_a_credit_opens_an_account_and_is_written_down():
    row = ledger.credit(credit_of(300))
    assert ledger.balance("alice") == 300
    assert (row.sequence, row.amount, row.balance_after) == (1, 300, 300)
    assert (row.reason, row.reference) == ("In a test", "credit:1")


def test_a_debit_takes_coins(alice):
    row = ledger.debit(debit_of(300))
    assert ledger.balance("alice") == 1700
    assert (row.sequence, row.balance_after, row.signed_amount) == (2, 1700, -300)


def test_a_debit_may_take_the_last_coin_but_not_one_more(alice):
    with nothing_changes(), pytest.raises(InsufficientCoins) as error:
        ledger.debit(debit_of(2001))
    assert (error.value.available, error.value.asked) == (2000, 2001)
    assert ledger.debit(debit_of(2000)).balance_after == 0


def test_without_an_account_there_are_no_coins():
    with nothing_changes(), pytest.raises(InsufficientCoins) as error:
        ledger.debit(debit_of(1, user_id="nobody"))
    assert error.value.available == ledger.balance("nobody") == 0


def test_another_users_coins_stay(alice, bob):
    ledger.debit(debit_of(300))
    assert ledger.balance("bob") == 500


@pytest.mark.parametrize("kind", Type)
def test_the_type_fixes_the_direction(alice, kind):
    wrong = ledger.credit if kind in DEBITS else ledger.debit
    with nothing_changes(), pytest.raises(WrongDirection):
        wrong(credit_of(kind=kind))


@pytest.mark.parametrize("kind", sorted(set(Type) - {Type.WITHDRAWAL, Type.REFUND}))
def test_a_movement_changes_the_balance_by_its_amount(alice, kind):
    right = ledger.debit if kind in DEBITS else ledger.credit
    before = ledger.balance("alice")
    row = right(credit_of(kind=kind))
    assert abs(row.signed_amount) == 100
    assert ledger.balance("alice") == before + row.signed_amount


def test_every_type_has_one_direction():
    assert set(Type) == CREDITS | DEBITS
    assert not CREDITS & DEBITS
    assert set(DEBITS) == {"withdrawal", "adjustment_debit"}


@pytest.mark.parametrize("amount", BAD_AMOUNTS, ids=lambda amount: repr(amount)[:20])
@pytest.mark.parametrize(
    ("act", "of"),
    [
        (ledger.credit, lambda amount: credit_of(amount)),
        (ledger.debit, lambda amount: debit_of(amount)),
        (credit_many, lambda amount: [credit_of(amount)]),
    ],
)
def test_only_whole_positive_coins_move(alice, act, of, amount):
    with nothing_changes(), pytest.raises(InvalidAmount):
        act(of(amount))


@pytest.mark.parametrize(
    "user_id", ["", " ", " alice", "alice\n", "a\0b", "a\u200bb", "a\u202eb", "x" * 501]
)
def test_an_account_has_a_readable_name(user_id):
    with nothing_changes(), pytest.raises(InvalidUserId):
        ledger.credit(credit_of(user_id=user_id))


@pytest.mark.parametrize("user_id", ["a", "user 123", "अनिता", "x@y.in", "x" * 500])
def test_any_readable_name_is_an_account(user_id):
    ledger.credit(credit_of(user_id=user_id))
    assert ledger.balance(user_id) == 100


@pytest.mark.parametrize(
    "again",
    [credit_of(), credit_of(999), credit_of(user_id="bob"), debit_of(5, "alice")],
)
def test_an_event_posts_once_whoever_repeats_it(bob, again):
    ledger.credit(credit_of())
    act = ledger.debit if again.transaction_type in DEBITS else ledger.credit
    with nothing_changes(), pytest.raises(AlreadyPosted) as error:
        act(Movement(**vars(again) | {"reference": "credit:1"}))
    assert error.value.reference == "credit:1"


def test_a_refused_event_can_be_posted_later(alice):
    with pytest.raises(InsufficientCoins):
        ledger.debit(debit_of(2500))
    give("alice", 500)
    assert ledger.debit(debit_of(2500)).balance_after == 0


def test_an_account_holds_so_much_and_no_more(monkeypatch, alice):
    monkeypatch.setattr(ledger, "MAX_BALANCE", 2100)
    with nothing_changes(), pytest.raises(BalanceTooLarge):
        ledger.credit(credit_of(101, reference="credit:2"))
    ledger.credit(credit_of(100))


@pytest.mark.parametrize("coins", [-1, MAX_BALANCE + 1])
def test_the_database_refuses_a_balance_that_cannot_be(alice, coins):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserCoins.objects.filter(user_id="alice").update(total_coins=coins)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -5},
        {"transaction_type": "gift"},
        {"balance_after": -1, "transaction_type": "withdrawal"},
        {"balance_after": 99},
        {"sequence": 1},
        {"reference": "credit:posted"},
    ],
    ids=str,
)
def test_the_database_refuses_a_movement_that_cannot_be(wrong):
    ledger.credit(credit_of(reference="credit:posted"))
    row = {
        "user_coins_id": "alice",
        "sequence": 2,
        "transaction_type": "earned",
        "amount": 100,
        "balance_after": 200,
        "reference": "credit:forged",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        CoinTransaction.objects.create(**row | wrong)


@pytest.mark.parametrize("kind", ["withdrawal", "refund"])
def test_a_movement_must_name_a_request(pending, kind):
    account = UserCoins.objects.get(user_id="alice")
    with pytest.raises(IntegrityError), transaction.atomic():
        CoinTransaction.objects.create(
            user_coins=account,
            sequence=account.last_sequence + 1,
            transaction_type=kind,
            amount=100,
            balance_after=account.total_coins + (100 if kind == "refund" else -100),
            reference=f"{kind}:no id at all",
        )


def test_the_database_keeps_the_account_of_a_movement(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserCoins.objects.filter(user_id="alice").delete()
