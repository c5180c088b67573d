"""Many simulated lives; a seed that fails is printed and can be lived again.

SEED=7 pytest tests/test_simulator.py lives one; SEEDS=2000 that many.
"""

import os
from collections import Counter

import pytest
from django.db import connection, transaction

from tests.simulator import World
from tests.simulator_model import MOVES
from wallet import checks as wallet_checks
from wallet import verification
from withdrawals import checks as withdrawals_checks

pytestmark = pytest.mark.torture
BATCH = 250  # seeds in which everything below happens at least once
# A life takes several times as long on PostgreSQL.
SEEDS = os.environ.get("SEEDS", "1000" if connection.vendor == "sqlite" else "250")
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


def live(seed: int, seen: Counter[str]) -> None:
    with transaction.atomic():
        try:
            World(seed, seen).live()
            assert [line for each in CHECKS for line in each.differences()] == []
        except BaseException as error:
            error.add_note(f"SEED={seed} lives this again")
            raise
        transaction.set_rollback(True)


@pytest.mark.skipif(SEED is not None, reason="one seed was asked for")
@pytest.mark.parametrize("first", range(0, int(SEEDS), BATCH))
def test_every_life_is_as_the_model_says(db, first):
    seen: Counter[str] = Counter()
    for seed in range(first, first + BATCH):
        live(seed, seen)
    assert seen.keys() >= WANTED, sorted(WANTED - seen.keys())
    assert list(verification.differences()) == []


def test_a_seed_is_always_the_same_life(db):
    lives: list[Counter[str]] = [Counter(), Counter()]
    for seen in lives:
        live(int(SEED or 3), seen)
    assert lives[0] == lives[1]
