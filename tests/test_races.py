"""Real threads at the same door: one winner, and not one coin too many or too few."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from tests.conftest import give, submitted
from wallet import ledger, verification
from wallet.accounts import lock_accounts
from wallet.batches import credit_many
from wallet.exceptions import AlreadyPosted, InsufficientCoins, LedgerError
from wallet.ledger import Movement
from wallet.models import CoinTransaction, TransactionType, UserCoins
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import (
    Conflict,
    IllegalTransition,
    UTRAlreadyUsed,
    WithdrawalError,
)
from withdrawals.idempotency import Key, once
from withdrawals.models import CoinWithdrawal, IdempotencyKey, StatusChange
from withdrawals.outcomes import Outcome
from withdrawals.states import REFUNDED, ActorKind, Right, Status

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("way"),
]

BOSS = Actor(ActorKind.STAFF, "meera", frozenset(Right))
ROUNDS = 24


@pytest.fixture(autouse=True)
def _the_ledger_stays_clean(transactional_db):
    yield
    assert list(verification.differences()) == []


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls at once; give what each returned, or the rule that it broke.

    Anything else, as a locked database, surfaces here.
    """
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return call()
        except (LedgerError, WithdrawalError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def kinds(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def earn(reference: str, coins: int = 100, user_id: str = "alice") -> Movement:
    return Movement(user_id, coins, TransactionType.EARNED, "Earned", reference)


def test_sixteen_requests_on_coins_for_five():
    give("alice", 2599)
    results = race(*[submitted] * 16)
    assert kinds(results) == {"CoinWithdrawal": 5, "InsufficientCoins": 11}
    assert ledger.balance("alice") == 99


def test_debits_and_credits_at_once_lose_nothing():
    give("alice", 1000)
    debits = [lambda: submitted(coins=100)] * 6
    credits = [lambda n=n: ledger.credit(earn(f"credit:{n}")) for n in range(6)]
    assert InsufficientCoins.__name__ not in kinds(race(*debits, *credits))
    assert ledger.balance("alice") == 1000
    assert CoinTransaction.objects.count() == 13


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (("cancel", "start", "fail"), Status.PENDING),
        (("cancel", "cancel", "cancel"), Status.PENDING),
        (("complete", "fail", "release"), Status.PROCESSING),
        (("complete", "complete", "fail"), Status.PROCESSING),
        (("reverse", "reverse", "reverse"), Status.COMPLETED),
    ],
)
@pytest.mark.parametrize("page", ["one page", "no page"])
def test_of_racing_moves_one_wins_and_refunds_if_it_should(names, status, page):
    if page == "no page" and {"start", "release"} & set(names):
        names = [each for each in names if each != "fail"]  # legal after a start
    winners: Counter[str] = Counter()
    for number in range(ROUNDS):
        give("alice", 500)
        withdrawal = _request_in(status, number)
        moves = StatusChange.objects.count()
        version = withdrawal.version if page == "one page" else None
        results = race(*[_move(name, withdrawal, number, version) for name in names])
        assert sum(isinstance(each, Outcome) for each in results) == 1
        assert sum(isinstance(each, Conflict) for each in results) == len(names) - 1
        assert StatusChange.objects.count() == moves + 1
        withdrawal.refresh_from_db()
        winners[withdrawal.status] += 1
        refunds = CoinTransaction.objects.filter(reference=f"refund:{withdrawal.id}")
        assert refunds.count() == (withdrawal.status in REFUNDED)
    assert ledger.balance("alice") == 500 * sum(winners[each] for each in REFUNDED)


def _request_in(status: Status, number: int) -> CoinWithdrawal:
    withdrawal = submitted()
    if status != Status.PENDING:
        transitions.start(withdrawal.id, actor=BOSS)
    if status == Status.COMPLETED:
        transitions.complete(withdrawal.id, utr=f"PAID{number:03}", actor=BOSS)
    withdrawal.refresh_from_db()
    return withdrawal


def _move(
    name: str, withdrawal: CoinWithdrawal, number: int, version: int | None = None
) -> Callable[[], Outcome]:
    """The call of the boss who sees `version` on the page; a canceller has none."""
    more: dict[str, Any] = {
        "start": {},
        "cancel": {},
        "complete": {"utr": f"RACE{number:03}"},
        "fail": {"reason": "Account closed"},
        "reverse": {"reason": "Returned"},
        "release": {"reason": "Not mine"},
    }[name]
    if name != "cancel":
        more["version"] = version
    return lambda: getattr(transitions, name)(withdrawal.id, actor=BOSS, **more)


def test_one_transaction_id_on_two_requests_pays_one():
    give("alice", 500 * 2 * 10)
    for number in range(10):
        requests = [_request_in(Status.PROCESSING, number) for _ in range(2)]
        results = race(*[_move("complete", each, number) for each in requests])
        assert kinds(results) == {"Outcome": 1, "UTRAlreadyUsed": 1}
        [winner] = CoinWithdrawal.objects.filter(utr=f"RACE{number:03}")
        [lost] = [each for each in results if isinstance(each, UTRAlreadyUsed)]
        assert lost.other == winner


def test_one_key_from_twelve_senders_is_one_request():
    give("alice", 20_000)
    key = Key("server submit", "k1", {"amount": 500})
    replies = race(*[lambda: once(key, lambda: {"id": str(submitted().id)})] * 12)
    answer = {"id": str(CoinWithdrawal.objects.get().id)}
    assert [each.answer for each in replies] == [answer] * 12
    assert sum(not each.is_replay for each in replies) == 1
    assert IdempotencyKey.objects.count() == 1
    assert ledger.balance("alice") == 19_500


def test_one_event_from_many_senders_posts_once():
    results = race(*[lambda: ledger.credit(earn("credit:1"))] * 12)
    assert kinds(results) == {"CoinTransaction": 1, "AlreadyPosted": 11}
    assert ledger.balance("alice") == 100


def test_one_event_for_two_users_posts_once():
    calls = [
        lambda user_id=user_id: ledger.credit(earn("credit:1", user_id=user_id))
        for user_id in ("alice", "bob", "carol", "dan")
    ]
    assert kinds(race(*calls)) == {"CoinTransaction": 1, "AlreadyPosted": 3}


def test_two_batches_at_once_credit_each_movement_once():
    for number in range(8):
        batch = [
            earn(f"credit:{number}-{n}", user_id=f"user{number}-{n % 7}")
            for n in range(30)
        ]
        calls = [lambda b=b: credit_many(b) for b in (batch, batch[::-1])]
        assert sorted(race(*calls)) == [0, 30]


def test_a_batch_and_single_credits_meet():
    batch = [earn(f"credit:{n}") for n in range(10)]
    singles = [lambda each=each: ledger.credit(each) for each in batch[:4]]
    results = race(lambda: credit_many(batch), *singles)
    refused = [each for each in results if isinstance(each, AlreadyPosted)]
    posted = [each for each in results[1:] if isinstance(each, CoinTransaction)]
    assert len(refused) + len(posted) == 4
    assert ledger.balance("alice") == 1000


@pytest.mark.skipif(connection.vendor == "sqlite", reason="locks the whole database")
def test_nobody_else_moves_coins_while_a_batch_holds_their_account():
    give("alice", 500)

    def take() -> None:
        with transaction.atomic():
            UserCoins.objects.select_for_update(nowait=True).get(user_id="alice")

    with transaction.atomic():
        lock_accounts({"alice": False})
        with pytest.raises(OperationalError, match="could not obtain lock"):
            race(take)


def test_a_verified_moment_is_whole_while_others_write():
    """No report catches half of a request."""
    give("alice", 3000)

    def verify():
        with verification.snapshot():
            return list(verification.differences())

    results = race(*[submitted] * 6, *[verify] * 3)
    assert results[6:] == [[], [], []]


def test_the_loser_knows_how_the_request_stands():
    give("alice", 500)
    withdrawal = submitted()
    results = race(*[_move("cancel", withdrawal, 1)] * 2)
    [lost] = [each for each in results if isinstance(each, IllegalTransition)]
    assert lost.withdrawal.status == Status.CANCELLED
