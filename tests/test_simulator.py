"""Many simulated lives; a seed that fails is printed and can be lived again.

SEED=7 pytest tests/test_simulator.py lives one; SEEDS=2000 that many.
"""

import os
from collections import Counter
from functools import cache

import pytest
from django.db import connection, transaction

from tests.simulator import World
from tests.simulator_acts import actor_of
from tests.simulator_model import MOST, MOVES, Model
from wallet import checks as wallet_checks
from wallet import clock, ledger, verification
from wallet.ledger import Movement
from wallet.models import TransactionType
from withdrawals import checks as withdrawals_checks
from withdrawals import transitions
from withdrawals.models import UPIHandle

pytestmark = pytest.mark.torture
BATCH = 500  # seeds in which everything below happens at least once
# A life takes twice as long on PostgreSQL.
SEEDS = os.environ.get("SEEDS", "2000" if connection.vendor == "sqlite" else "1000")
SEED = os.environ.get("SEED")
CHECKS = (*wallet_checks.CHECKS, *withdrawals_checks.CHECKS)
DONE = {"earn", "submit", "replay", "keyless submit", "message", "refund"} | {
    f"{name} {source}" for name, source in MOVES
}
REFUSALS = {
    "earn": {"InvalidAmount", "AlreadyPosted"},
    "submit": {"KeyReused", "AmountOutOfRange", "UnknownHandle", "InsufficientCoins"},
    "keyless": {"AmountOutOfRange", "UnknownHandle", "InsufficientCoins"},
    "start": {"Stale", "IllegalTransition", "NotAllowed", "WithdrawalNotFound"},
    "cancel": {"WithdrawalNotFound", "IllegalTransition", "NotAllowed"},
    "complete": {"InvalidUTR", "UTRAlreadyUsed", "Stale", "NotAllowed"},
    "fail": {"InvalidText", "Stale", "IllegalTransition", "NotAllowed"},
    "release": {"InvalidText", "IllegalTransition", "NotAllowed"},
    "reverse": {"InvalidText", "IllegalTransition", "NotAllowed"},
    "message": {"InvalidText", "NotAllowed", "Stale"},
}
CRASHES = {"crash at statement", "crash at commit", "crash before the answer"}
EDGES = {
    "the whole balance",
    "one coin more than the balance",
    "the least amount",
    "the largest amount",
    "one coin less than the least",
    "one coin more than the largest",
}
WANTED = DONE | CRASHES | EDGES
WANTED |= {f"{name}: {why}" for name, all_ in REFUSALS.items() for why in all_}


@pytest.fixture
def start(db) -> Model:
    """What every life begins with: two have coins, one was paid before.

    Of the banks one is left: all rows are read after each step.
    """
    UPIHandle.objects.exclude(handle="okhdfcbank").delete()
    world = Model(Counter())
    for user, coins in (("alice", 3500), ("bob", MOST)):
        kind, reference = TransactionType.EARNED, f"credit:{user}"
        ledger.credit(Movement(user, coins, kind, "Earned", reference))
        world.post(user, coins, reference)
        upi_id, boss = f"{user}@okhdfcbank", actor_of("meera")
        with clock.at(world.now):
            made = transitions.submit(user, 500, upi_id, actor=actor_of(user))
            id_ = made.withdrawal.id
            transitions.start(id_, actor=boss)
        world.begin(user, 500, id_)
        world.moved("start", world.requests[-1], "meera", None)
    with clock.at(world.now):
        transitions.complete(id_, utr="FIRST00001", actor=boss)
    world.moved("complete", world.requests[-1], "meera", "FIRST00001")
    return world


@cache
def any_difference() -> str:
    """All checks as one statement, which is prepared once."""
    found = (f"EXISTS ({each.sql.format_map(each.parts)})" for each in CHECKS)
    return f"SELECT {' OR '.join(found)}"


def assert_clean() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.execute(any_difference(), prepare=True)
        else:
            cursor.execute(any_difference())
        if cursor.fetchone()[0]:
            assert [line for each in CHECKS for line in each.differences()] == []


def live(seed: int, seen: Counter[str], start: Model) -> None:
    with transaction.atomic():
        try:
            World(seed, seen, start).live()
            assert_clean()
        except BaseException as error:
            error.add_note(f"SEED={seed} lives this again")
            raise
        transaction.set_rollback(True)


@pytest.mark.skipif(SEED is not None, reason="one seed was asked for")
@pytest.mark.parametrize("first", range(0, int(SEEDS), BATCH))
def test_every_life_is_as_the_model_says(start, first):
    seen: Counter[str] = Counter()
    for seed in range(first, first + BATCH):
        live(seed, seen, start)
    assert seen.keys() >= WANTED, sorted(WANTED - seen.keys())
    assert list(verification.differences()) == []


def test_a_seed_is_always_the_same_life(start):
    lives: list[Counter[str]] = [Counter(), Counter()]
    for seen in lives:
        live(int(SEED or 3), seen, start)
    assert lives[0] == lives[1]
