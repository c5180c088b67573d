"""Many credits at once: all or nothing, or each with a result of its own."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from tests.everything import nothing_changes
from tests.test_ledger import credit_of, debit_of
from wallet import batches, ledger, verification
from wallet.batches import Posted, credit_each, credit_many
from wallet.exceptions import (
    AlreadyPosted,
    BalanceTooLarge,
    BatchRefused,
    InvalidAmount,
    InvalidUserId,
    LedgerError,
    WrongDirection,
)
from wallet.models import CoinTransaction, UserCoins
from wallet.models import TransactionType as Type

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_ledger_stays_clean(db):
    yield
    assert list(verification.differences()) == []


def test_a_batch_posts_in_order():
    batch = [credit_of(n, f"user{n % 3}", f"credit:{n}") for n in range(1, 10)]
    assert credit_many(batch) == 9
    assert [ledger.balance(f"user{n}") for n in range(3)] == [18, 12, 15]
    left = CoinTransaction.objects.filter(user_coins="user1").order_by("sequence")
    assert list(left.values_list("balance_after", flat=True)) == [1, 5, 12]


def test_a_batch_passes_over_what_was_posted(alice):
    batch = [credit_of(), credit_of(reference="credit:2")]
    assert credit_many(batch[:1]) == 1
    assert credit_many(batch) == 1
    with nothing_changes():
        assert credit_many(batch) == 0
        assert credit_many([]) == 0


def test_the_same_row_twice_in_a_batch_counts_once():
    assert credit_many([credit_of(), credit_of()]) == 1


@pytest.mark.parametrize(
    "other",
    [credit_of(999), credit_of(user_id="bob"), credit_of(kind=Type.REFERRAL_BONUS)],
    ids=["coins", "user", "type"],
)
@pytest.mark.parametrize("before", [True, False], ids=["posted", "in the batch"])
def test_a_reference_with_other_coins_stops_the_batch(alice, other, before):
    batch = [credit_of(reference="credit:new"), other]
    if before:
        ledger.credit(credit_of())
    else:
        batch.append(credit_of())
    with nothing_changes(), pytest.raises(AlreadyPosted) as error:
        credit_many(batch)
    assert error.value.reference == "credit:1"


def test_a_batch_takes_no_debits(alice):
    with nothing_changes(), pytest.raises(WrongDirection):
        credit_many([credit_of(), debit_of()])


MIXED = [
    credit_of(10, reference="credit:new"),
    credit_of(0, reference="credit:nothing"),
    credit_of(10, " eve", "credit:eve"),
    credit_of(10, reference="credit:posted"),
    credit_of(11, reference="credit:posted"),
    credit_of(11, "carol", "credit:posted"),
    debit_of(5),
    credit_of(10, reference="credit:new"),
    credit_of(12, reference="credit:new"),
    credit_of(20, "bob", "credit:bob"),
]
REFUSALS = [
    *(None, InvalidAmount, InvalidUserId, None, AlreadyPosted, AlreadyPosted),
    *(WrongDirection, None, AlreadyPosted, None),
]


def _refusal(result):
    return type(result) if isinstance(result, LedgerError) else None


def test_each_credit_has_its_own_result(alice):
    ledger.credit(credit_of(10, reference="credit:posted"))
    results = credit_each(MIXED)
    assert [_refusal(each) for each in results] == REFUSALS
    new = [n for n, each in enumerate(results) if getattr(each, "is_new", False)]
    assert new == [0, 9]
    assert isinstance(results[0], Posted)
    assert results[7] == replace(results[0], is_new=False)
    assert (ledger.balance("alice"), ledger.balance("bob")) == (2020, 20)


def test_of_a_whole_batch_nothing_is_posted_if_one_is_refused(alice):
    ledger.credit(credit_of(10, reference="credit:posted"))
    with nothing_changes(), pytest.raises(BatchRefused) as error:
        credit_each(MIXED, whole=True)
    assert list(map(_refusal, error.value.refusals)) == REFUSALS


def test_a_refused_credit_opens_no_account(alice):
    ledger.credit(credit_of(10, reference="credit:posted"))
    credit_each(MIXED)
    assert set(UserCoins.objects.values_list("pk", flat=True)) == {"alice", "bob"}


def test_a_batch_fills_an_account_and_no_more(monkeypatch, alice):
    monkeypatch.setattr(batches, "MAX_BALANCE", 2100)
    sums = [credit_of(n, reference=f"credit:{n}") for n in (60, 50, 40)]
    assert list(map(_refusal, credit_each(sums))) == [None, BalanceTooLarge, None]
    with nothing_changes(), pytest.raises(BalanceTooLarge):
        credit_many([credit_of(1, reference="credit:1")])


def test_a_batch_that_meets_another_one_looks_again(alice, monkeypatch):
    """A reference is posted for somebody else between the look and the insert."""
    unseen: list[dict[str, CoinTransaction]] = [{}, {}]  # what the first two looks find
    look = batches._posted
    monkeypatch.setattr(
        batches, "_posted", lambda rows: unseen.pop() if unseen else look(rows)
    )
    ledger.credit(credit_of(user_id="bob"))
    assert list(map(_refusal, credit_each([credit_of()]))) == [AlreadyPosted]


def test_a_fault_of_the_database_is_not_hidden(alice, monkeypatch):
    def broken(rows):
        raise IntegrityError("a constraint of another kind")

    monkeypatch.setattr(batches, "_posted", broken)
    with nothing_changes(), pytest.raises(IntegrityError):
        credit_each([credit_of()])


def test_a_thousand_credits_are_a_few_statements(alice, django_assert_max_num_queries):
    batch = [credit_of(n, f"user{n % 100}", f"credit:{n}") for n in range(1, 1001)]
    with django_assert_max_num_queries(20):
        assert credit_many(batch) == 1000
