"""How simulated users come by coins and ask for them, and what should come of it."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection

from tests.simulator_model import LEAST, MOST, Model
from wallet import ledger
from wallet.models import TransactionType
from withdrawals import submission
from withdrawals.actors import Actor
from withdrawals.first_rows import Wish
from withdrawals.idempotency import Key
from withdrawals.outcomes import Outcome, Told

USERS = ("alice", "bob", "carol")
AMOUNTS = (LEAST - 1, LEAST, LEAST, 500, 1000, 2500, MOST, MOST, MOST + 1)


@dataclass
class Step:
    """What is done, what should come of it, and how the model changes if it does.

    `edge` names the border that it walks on, if any.
    """

    name: str
    act: Callable[[], Any]
    refusal: str | None
    change: Callable[[Any], None]
    edge: str = ""


def told(outcome: Outcome) -> Told:
    return Told({"id": str(outcome.withdrawal.id)})


class Asking(Model):
    """One seed's choices, as users. `seen` counts what has happened in all lives."""

    def __init__(self, seed: int, seen: Counter[str], start: Model) -> None:
        super().__init__(seen)
        self.go_on_from(start)
        self.random = random.Random(seed)  # noqa: S311 (a story, not a secret)
        self.in_one_statement = random.Random(seed)  # noqa: S311
        self.number = 0

    def earn(self) -> Step:
        user = self.random.choice(USERS)
        coins = self.random.choice([0, 100, 3000, 9000, MOST, MOST])
        self.number += self.random.choice([0, 1, 1, 1])
        reference = f"credit:{self.number}"
        kind = TransactionType.EARNED
        movement = ledger.Movement(user, coins, kind, "Earned", reference)
        posted = {row[0] for rows in self.movements.values() for row in rows}
        refusal = "AlreadyPosted" if reference in posted else None
        return Step(
            "earn",
            lambda: ledger.credit(movement),
            "InvalidAmount" if not coins else refusal,
            lambda _: self.post(user, coins, reference),
        )

    def submit(self) -> Step:
        name, (upi_id, coins) = self.asked()
        user, body = upi_id.partition("@")[0], (upi_id, coins)
        kept = self.keys.get(name)

        wish = Wish(user, coins, upi_id, Actor.user(user))
        key = Key("simulated", name, {"upi_id": upi_id, "amount": coins})
        in_one = self.in_one_statement.random() < 0.5

        def act() -> dict[str, Any]:
            chosen = in_one and connection.vendor == "postgresql"
            with patch.object(submission, "has_functions", lambda: chosen):
                keyed = key if name else None
                return submission.submit_once(wish, told, keyed, waits=True).answer

        def change(answer: dict[str, Any]) -> None:
            if kept:
                assert answer["id"] == kept[1], "the replay has another answer"
                return
            self.begin(user, coins, UUID(answer["id"]))
            if name:
                self.keys[name] = (body, answer["id"])

        refusal = self.why_no_submit(user, body, kept)
        if not name:
            return Step("keyless submit", act, refusal, change)
        named = "replay" if kept and not refusal else "submit"
        edge = self.edge_of(user, coins, refusal) if named == "submit" else ""
        return Step(named, act, refusal, change, edge)

    def asked(self) -> tuple[str, tuple[str, int]]:
        """A key and its body: sometimes one that came before, sometimes no key."""
        if self.keys and self.random.random() < 0.15:
            name = self.random.choice([*self.keys])
            return name, self.keys[name][0]
        user = self.random.choice(USERS)
        handle = self.random.choice(["okhdfcbank"] * 4 + ["nosuchbank"])
        name = self.random.choice(["", *[f"key{number}" for number in range(5)] * 2])
        return name, (f"{user}@{handle}", self.random.choice(self.amounts_of(user)))

    def amounts_of(self, user: str) -> list[int]:
        """Mostly what anyone asks for, often the last coin and one more than it."""
        whole = self.balance(user)
        return [*AMOUNTS, whole, whole, whole + 1, whole + 1]

    def edge_of(self, user: str, coins: int, refusal: str | None) -> str:
        whole = self.balance(user)
        edges = {
            (whole, None): "the whole balance",
            (whole + 1, "InsufficientCoins"): "one coin more than the balance",
            (LEAST, None): "the least amount",
            (MOST, None): "the largest amount",
            (LEAST - 1, "AmountOutOfRange"): "one coin less than the least",
            (MOST + 1, "AmountOutOfRange"): "one coin more than the largest",
        }
        return edges.get((coins, refusal), "")

    def why_no_submit(
        self, user: str, body: tuple[str, int], kept: tuple[tuple[str, int], str] | None
    ) -> str | None:
        if kept:
            return None if kept[0] == body else "KeyReused"
        if not LEAST <= body[1] <= MOST:
            return "AmountOutOfRange"
        if "nosuchbank" in body[0]:
            return "UnknownHandle"
        return "InsufficientCoins" if self.balance(user) < body[1] else None
