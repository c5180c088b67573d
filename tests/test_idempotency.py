"""One act for one key, and the same answer however often it is asked."""

import pytest

from tests.conftest import submitted
from tests.everything import nothing_changes
from wallet import ledger
from wallet.exceptions import InsufficientCoins
from withdrawals.exceptions import KeyReused
from withdrawals.idempotency import Key, once
from withdrawals.models import CoinWithdrawal, IdempotencyKey

BODY = {"user_id": "alice", "amount": 500}


def key(scope="server submit", name="k1", **body):
    return Key(scope, name, BODY | body)


def ask(coins=500):
    withdrawal = submitted(coins=coins)
    return {"withdrawal_id": str(withdrawal.id), "coins": [coins]}


def test_the_second_time_gives_the_first_answer_and_takes_no_coins(alice):
    first = once(key(), ask)
    with nothing_changes():
        second = once(key(), ask)
    assert second.answer == first.answer
    assert (first.is_replay, second.is_replay) == (False, True)
    assert ledger.balance("alice") == 1500


def test_the_order_of_the_fields_does_not_matter(alice):
    first = once(key(), ask)
    turned = Key("server submit", "k1", dict(reversed(BODY.items())))
    assert once(turned, ask).answer == first.answer


@pytest.mark.parametrize("other", [{"amount": 501}, {"amount": "500"}, {"more": None}])
def test_the_same_key_with_another_body_is_refused(alice, other):
    once(key(), ask)
    with nothing_changes(), pytest.raises(KeyReused):
        once(key(**other), ask)


@pytest.mark.parametrize(
    "other", [key(name="k2"), key(scope="other app submit"), key(scope="server cancel")]
)
def test_another_key_or_sender_or_door_is_another_act(alice, other):
    first = once(key(), ask)
    assert once(other, ask).answer != first.answer
    assert CoinWithdrawal.objects.count() == 2


def test_a_refusal_is_not_kept_and_the_key_can_be_used_again(alice):
    with nothing_changes(), pytest.raises(InsufficientCoins):
        once(key(), lambda: ask(2001))
    once(key(), ask)
    assert IdempotencyKey.objects.count() == 1


def test_an_answer_without_a_commit_is_not_kept(alice):
    """What fails after the act takes the act and the key back with it."""

    def act():
        ask()
        raise OSError("the process dies")

    with nothing_changes(), pytest.raises(OSError, match="dies"):
        once(key(), act)
