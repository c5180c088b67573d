"""The bank test: sixteen write, four read, and whatever is read adds up."""

import itertools
import os
import random
import time
from collections.abc import Callable

import pytest
from django.db.models import Sum

from tests.conftest import give
from tests.patience import SLOW
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
WANTED = {"earn", "submit", "start", "read", "refused"}


class Day:
    """The bank is open for some seconds, and until each kind of thing was done."""

    def __init__(self) -> None:
        self.until = time.monotonic() + SECONDS
        self.done: set[str] = set()

    def is_on(self) -> bool:
        late = time.monotonic() - self.until
        return late < 0 or (late < SLOW and not self.done >= WANTED)


def writer(number: int, day: Day) -> None:
    """Earn, ask, cancel, fail and pay what comes."""
    luck, names = random.Random(number), itertools.count()  # noqa: S311
    while day.is_on():
        act = luck.choice([earn, ask, ask, move, move, move])
        try:
            day.done.add(act(luck, f"{number}-{next(names)}"))
        except (LedgerError, WithdrawalError):
            day.done.add("refused")


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


def reader(day: Day) -> None:
    """Look again and again; every coin that came in is in one place."""
    while day.is_on():
        with verification.snapshot():
            assert in_balances() + in_requests() == net_of_credits()
            assert not UserCoins.objects.filter(total_coins__lt=0).exists()
        day.done.add("read")


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
    day = Day()
    calls: list[Callable[[], None]] = [
        *[lambda n=n: writer(n, day) for n in range(WRITERS)],
        *[lambda: reader(day)] * READERS,
    ]
    race(*calls)
    assert day.done >= WANTED, day.done
    assert list(verification.differences()) == []
