"""The bank test: sixteen write, four read, and whatever is read adds up."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db.models import Sum

from tests.conftest import give
from tests.test_races import BOSS, race
from wallet import ledger, verification
from wallet.exceptions import LedgerError
from wallet.ledger import Movement
from wallet.models import CoinTransaction, TransactionType, UserCoins
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.models import CoinWithdrawal
from withdrawals.states import REFUNDED

pytestmark = [
    pytest.mark.torture,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SECONDS = float(os.environ.get("SECONDS", "2"))
WRITERS, READERS = 16, 4
USERS = ("alice", "bob", "carol")


def writer(number: int, until: float) -> Counter[str]:
    """Earn, ask, cancel, fail and pay what comes, and count what was done."""
    luck, done = random.Random(number), Counter[str]()  # noqa: S311
    while time.monotonic() < until or not done:
        act = luck.choice([earn, ask, ask, move, move, move])
        try:
            done[act(luck, f"{number}-{sum(done.values())}")] += 1
        except (LedgerError, WithdrawalError):
            done["refused"] += 1
    return done


def earn(luck: random.Random, name: str) -> str:
    user, kind = luck.choice(USERS), TransactionType.EARNED
    ledger.credit(
        Movement(user, luck.randrange(1, 900), kind, "Earned", f"credit:{name}")
    )
    return "earn"


def ask(luck: random.Random, name: str) -> str:
    user = luck.choice(USERS)
    actor, coins = Actor.user(user), luck.randrange(100, 500)
    transitions.submit(user, coins, f"{user}@okaxis", actor=actor)
    return "submit"


def move(luck: random.Random, name: str) -> str:
    """One of the newest requests, which others are moving too."""
    ids = CoinWithdrawal.objects.newest_first().values_list("id", flat=True)[:8]
    move = luck.choice(["start", "start", "cancel", "fail", "complete", "complete"])
    more: dict[str, str] = {
        "complete": {"utr": f"BANK{name.replace('-', 'X')}"},
        "fail": {"reason": "Account closed"},
    }.get(move, {})
    if ids:
        getattr(transitions, move)(luck.choice(ids), actor=BOSS, **more)
    return move if ids else "refused"


def reader(until: float) -> Counter[str]:
    """Look again and again; every coin that came in is in one place."""
    seen = Counter[str]()
    while time.monotonic() < until or not seen:
        with verification.snapshot():
            assert in_balances() + in_requests() == net_of_credits()
            assert not UserCoins.objects.filter(total_coins__lt=0).exists()
        seen["read"] += 1
    return seen


def in_balances() -> int:
    return UserCoins.objects.aggregate(n=Sum("total_coins"))["n"] or 0


def in_requests() -> int:
    """Held for a payment, or paid."""
    kept = CoinWithdrawal.objects.exclude(status__in=REFUNDED)
    return kept.aggregate(n=Sum("coins_amount"))["n"] or 0


def net_of_credits() -> int:
    earned = CoinTransaction.objects.filter(transaction_type=TransactionType.EARNED)
    return earned.aggregate(n=Sum("amount"))["n"] or 0


def test_every_read_adds_up_while_sixteen_write():
    for user in USERS:
        give(user, 5000)
    until = time.monotonic() + SECONDS
    calls: list[Callable[[], Counter[str]]] = [
        *[lambda n=n: writer(n, until) for n in range(WRITERS)],
        *[lambda: reader(until)] * READERS,
    ]
    done: Counter[str] = sum(race(*calls), Counter())
    assert done.keys() >= {"earn", "submit", "start", "read", "refused"}, done
    assert list(verification.differences()) == []
