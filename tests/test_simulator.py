"""Many simulated lives; a seed that fails is printed and can be lived again.

SEED=7 pytest tests/test_simulator.py lives one; SEEDS=2000 that many.
"""

import os
from collections import Counter

from django.db import transaction

from tests.simulator import World
from tests.simulator_model import MOVES
from wallet import verification

SEEDS = int(os.environ.get("SEEDS", "14"))
STEPS = 50
ENOUGH = 200  # seeds in which each act meets each of its refusals
REFUSALS = {
    "earn": {"InvalidAmount", "AlreadyPosted"},
    "submit": {"KeyReused", "AmountOutOfRange", "UnknownHandle", "InsufficientCoins"},
    "start": {"Stale", "IllegalTransition", "NotAllowed", "WithdrawalNotFound"},
    "cancel": {"WithdrawalNotFound", "IllegalTransition", "NotAllowed"},
    "complete": {"InvalidUTR", "UTRAlreadyUsed", "Stale", "NotAllowed"},
    "fail": {"InvalidText", "Stale", "IllegalTransition", "NotAllowed"},
    "release": {"InvalidText", "IllegalTransition", "NotAllowed"},
    "reverse": {"InvalidText", "IllegalTransition", "NotAllowed"},
    "message": {"InvalidText", "NotAllowed", "Stale"},
}
EVENTS = {"crash at statement", "crash at commit", "crash before the answer"}


def live(seed: int, seen: Counter[str]) -> None:
    with transaction.atomic():
        try:
            World(seed, seen).live(STEPS)
        except Exception as error:
            error.add_note(f"SEED={seed} lives this again")
            raise
        assert list(verification.differences()) == []
        transaction.set_rollback(True)


def test_every_life_is_as_the_model_says(db):
    seen: Counter[str] = Counter()
    one = os.environ.get("SEED")
    for seed in [int(one)] if one else range(SEEDS):
        live(seed, seen)
    if one:
        return
    wanted = EVENTS | {"earn", "submit", "replay", "message", "refund"}
    wanted |= {f"{name} {source}" for name, source in MOVES}
    if SEEDS >= ENOUGH:
        wanted |= {f"{name}: {why}" for name, all_ in REFUSALS.items() for why in all_}
    assert wanted <= seen.keys(), sorted(wanted - seen.keys())
    refused = {each.partition(": ")[2] for each in seen}
    assert set().union(*REFUSALS.values()) <= refused


def test_a_seed_is_always_the_same_life(db):
    lives: list[Counter[str]] = [Counter(), Counter()]
    for seen in lives:
        live(3, seen)
    assert lives[0] == lives[1]
