"""Whatever anyone does in whatever order, the ledger adds up after every step."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.conftest import give
from tests.everything import everything
from wallet import verification
from wallet.exceptions import LedgerError
from wallet.models import CoinTransaction, UserCoins
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.models import CoinWithdrawal
from withdrawals.states import REFUNDED, TRANSITIONS

USERS = ["alice", "bob"]


@dataclass
class Life:
    """What happened to two users' coins and requests in one example."""

    staff: dict[str, Actor]
    requests: list[CoinWithdrawal] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """1,500 coins earned; a request of 100 to review, one to pay and one paid."""
        self.earn(1500, "alice")
        for _ in range(3):
            self.submit(100, "alice")
        self.move("start", 2, "meera", {}, stale=False)
        self.move("complete", 2, "meera", {"utr": "UTR0001"}, stale=False)
        self.move("start", 1, "meera", {}, stale=False)
        self.tables = everything()

    def earn(self, coins: int, who: str) -> None:
        give("alice" if who == "alice" else "bob", coins)

    def submit(self, coins: int, who: str) -> None:
        owner = "alice" if who == "alice" else "bob"
        outcome = transitions.submit(
            owner, coins, f"{owner}@upi", actor=self.actor(who)
        )
        self.requests.append(outcome.withdrawal)

    def move(
        self, name: str, which: int, who: str, more: dict[str, Any], *, stale: bool
    ) -> None:
        withdrawal = self.requests[-1 - which % len(self.requests)]
        withdrawal.refresh_from_db()
        if name != "cancel":
            more = more | {"version": withdrawal.version - stale}
        getattr(transitions, name)(withdrawal.id, actor=self.actor(who), **more)

    def message(self, which: int, who: str, text: str) -> None:
        withdrawal = self.requests[which % len(self.requests)]
        notes.edit_message(withdrawal.id, text, actor=self.actor(who))

    def actor(self, who: str) -> Actor:
        return self.staff.get(who) or Actor.user(who)


# Mostly someone who may, with a fresh page: else nothing would ever get far.
people = st.sampled_from(["meera"] * 5 + [*USERS, "rita", "pavan", "asha", "app"])
users = st.sampled_from([*USERS, "app", "meera"])
which = st.integers(0, 3)
stale = st.sampled_from([False] * 7 + [True])
reasons = st.sampled_from(["Account closed"] * 7 + [""])
utrs = st.sampled_from(["UTR0001", "UTR0002", "UTR0003", "UTR0004", "no utr"])
coins = st.sampled_from([100, 101, 500, 999, 1000, 99, 0, -100, 100_000, 100_001])

needs: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "start": st.just({}),
    "release": st.fixed_dictionaries({"reason": reasons}),
    "complete": st.fixed_dictionaries({"utr": utrs}),
    "fail": st.fixed_dictionaries({"reason": reasons}),
    "reverse": st.fixed_dictionaries({"reason": reasons}),
}


def moves(name: str) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), which, people, needs[name], stale)


cancels: st.SearchStrategy[Any] = st.tuples(
    st.just("cancel"),
    which,
    st.sampled_from([*USERS, "app", "meera"]),
    st.just({}),
    st.just(False),
)
steps = st.one_of(
    st.tuples(st.just("earn"), st.sampled_from([1, 500, 5000]), users),
    st.tuples(st.just("submit"), coins, users),
    st.tuples(st.just("submit"), st.just(100), st.sampled_from(USERS)),
    cancels,
    *map(moves, ["start", "start", "release", "complete", "complete", "fail"]),
    moves("reverse"),
    st.tuples(st.just("message"), which, people, st.sampled_from(["Hello", " "])),
)


def take(life: Life, step: tuple[Any, ...]) -> str:
    """Take one step; say how it went. A refused step changes nothing."""
    name, *others = step
    try:
        if name in ("earn", "submit", "message"):
            getattr(life, name)(*others)
        else:
            *others, old = others
            life.move(name, *others, stale=old)
    except (LedgerError, WithdrawalError) as error:
        assert everything() == life.tables
        return f"{name}: {type(error).__name__}"
    life.tables = everything()
    return str(name)


def adds_up() -> None:
    """The four rules, counted here once more and not by the checks' SQL."""
    for account in UserCoins.objects.all():
        movements = account.transactions.all()
        assert account.total_coins == sum(row.signed_amount for row in movements) >= 0
    for withdrawal in CoinWithdrawal.objects.all():
        posted = CoinTransaction.objects.filter(reference__endswith=str(withdrawal.id))
        kinds = Counter(posted.values_list("transaction_type", flat=True))
        refunds = int(withdrawal.status in REFUNDED)
        assert kinds == Counter(withdrawal=1, refund=refunds)
        assert set(posted.values_list("amount", flat=True)) == {withdrawal.coins_amount}
    assert list(verification.differences()) == []


def coins_in_sight() -> int:
    """Every coin is in a balance, in an open or paid request, and nowhere else."""
    balances = UserCoins.objects.aggregate(n=Sum("total_coins"))["n"] or 0
    gone = CoinWithdrawal.objects.exclude(status__in=REFUNDED)
    return balances + (gone.aggregate(n=Sum("coins_amount"))["n"] or 0)


@pytest.fixture
def team(rita, pavan, meera, asha) -> dict[str, Actor]:
    staff = {user.username: Actor.staff(user) for user in (rita, pavan, meera, asha)}
    return staff | {"app": Actor.app("server")}


def test_any_life_adds_up(team):
    seen: Counter[str] = Counter()

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,  # what is asserted about `seen` must not depend on luck
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.lists(steps, min_size=10, max_size=25))
    def live(story: list[tuple[Any, ...]]) -> None:
        with transaction.atomic():
            life = Life(team)
            life.begin()
            earned = 1500
            for step in story:
                what = take(life, step)
                seen[what] += 1
                event(what)
                earned += step[1] if what == "earn" else 0
                assert coins_in_sight() == earned
            adds_up()
            transaction.set_rollback(True)

    live()
    happened = {step.name for step in TRANSITIONS} | {"submit", "earn", "message"}
    refused = {
        "submit: InsufficientCoins",
        "submit: AmountOutOfRange",
        "start: IllegalTransition",
        "start: NotAllowed",
        "start: Stale",
        "cancel: WithdrawalNotFound",
        "complete: UTRAlreadyUsed",
        "fail: InvalidText",
    }
    assert seen.keys() >= happened | refused, seen
