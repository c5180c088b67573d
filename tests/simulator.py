"""A small world that lives by a seed: people, coins, crashes, and what must be true.

It predicts each answer by its own model, written down from the rules and not from the
code, and compares the whole database with the model after every step.
"""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tests.everything import everything
from tests.simulator_model import MOVES, Model, Request
from wallet import clock, ledger
from wallet.exceptions import LedgerError
from wallet.models import TransactionType
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.idempotency import Key, once
from withdrawals.states import ActorKind, Right

USERS = ("alice", "bob", "carol")
RIGHTS = {
    "rita": {"review"},
    "pavan": {"pay"},
    "meera": {"review", "pay"},
    "asha": set[str](),
    "ada": {"review", "pay", "release_any"},
}


class Crash(BaseException):
    """The process dies. Nothing in the product may catch it."""


@dataclass
class Step:
    """What is done, what should come of it, and how the model changes if it does."""

    name: str
    act: Callable[[], Any]
    refusal: str | None
    change: Callable[[Any], None]


class World(Model):
    """One seed's life. `seen` counts what has happened in all lives."""

    def __init__(self, seed: int, seen: Counter[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a story, not a secret)
        super().__init__(seen)
        self.number = 0

    def live(self, steps: int) -> None:
        """Take the steps, and compare the database with the model after each."""
        for _ in range(steps):
            self.now += timedelta(minutes=self.random.choice([0, 1, 600]))
            with clock.at(self.now):
                self.take(self.choose())
            self.compare()

    def choose(self) -> Step:
        kinds = [self.earn, self.submit, self.submit, self.message]
        return self.random.choice(
            [*kinds, *[self.move] * 7] if self.requests else kinds
        )()

    # Acts

    def earn(self) -> Step:
        user, coins = (
            self.random.choice(USERS),
            self.random.choice([0, 100, 3000, 9000]),
        )
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
        user = self.random.choice(USERS)
        coins = self.random.choice([99, 100, 100, 500, 500, 1000, 2500, 100_001])
        handle = self.random.choice(["okhdfcbank"] * 6 + ["nosuchbank"])
        name = f"key{self.random.randrange(12)}"
        body, kept = (f"{user}@{handle}", coins), self.keys.get(name)

        def act() -> dict[str, Any]:
            actor = Actor.user(user)
            made = transitions.submit(user, coins, body[0], actor=actor).withdrawal
            return {"id": str(made.id)}

        def change(answer: dict[str, Any]) -> None:
            if kept:
                assert answer["id"] == kept[1], "the replay has another answer"
                return
            self.begin(user, coins, UUID(answer["id"]))
            self.keys[name] = (body, answer["id"])

        key = Key("simulated", name, {"upi_id": body[0], "amount": coins})
        refusal = self.why_no_submit(user, body, kept)
        named = "replay" if kept and not refusal else "submit"
        return Step(named, lambda: once(key, act), refusal, change)

    def why_no_submit(
        self, user: str, body: tuple[str, int], kept: tuple[tuple[str, int], str] | None
    ) -> str | None:
        if kept:
            return None if kept[0] == body else "KeyReused"
        if not 100 <= body[1] <= 100_000:
            return "AmountOutOfRange"
        if "nosuchbank" in body[0]:
            return "UnknownHandle"
        return "InsufficientCoins" if self.balance(user) < body[1] else None

    def message(self) -> Step:
        if not self.requests:
            return self.earn()
        request, who = self.pick(), self.random.choice([*RIGHTS, "meera"])
        text = self.random.choice(["Hello", "Soon", "Now", " "])
        version = self.version_of(request)

        def change(_: Any) -> None:
            request.version += 1

        refusal = "Stale" if version != request.version else None
        refusal = refusal if RIGHTS[who] else "NotAllowed"
        return Step(
            "message",
            lambda: notes.edit_message(
                request.id, text, actor=actor_of(who), version=version
            ),
            refusal if text.strip() else "InvalidText",
            change,
        )

    def move(self) -> Step:
        request = self.pick()
        legal = [name for name, source in MOVES if source == request.status]
        every = [name for name, _ in MOVES]
        name = self.random.choice(
            [each for each in legal if each in ("start", "complete")] * 20
            + legal * 4
            + every
        )
        who = self.random.choice(["meera"] * 9 + [*RIGHTS, *USERS])
        if name == "release":
            who = self.random.choice([request.starter or who, who])
        if name == "cancel":
            who = self.random.choice([request.user] * 3 + [*RIGHTS, *USERS])
        version = None if name == "cancel" else self.version_of(request)
        more: dict[str, Any] = {} if name == "cancel" else {"version": version}
        if name == "complete":
            more["utr"] = self.random.choice(
                ["x", *["UTR00000"] * 3, f"UTR{len(self.requests):05}"]
            )
        elif name in ("fail", "release", "reverse"):
            more["reason"] = self.random.choice(["Closed"] * 5 + [""])
        return Step(
            f"{name} {request.status}",
            lambda: getattr(transitions, name)(request.id, actor=actor_of(who), **more),
            self.why_no_move(name, request, who, more),
            lambda _: self.moved(name, request, who, more.get("utr")),
        )

    def why_no_move(
        self, name: str, request: Request, who: str, more: dict[str, Any]
    ) -> str | None:
        """The first rule that is broken, in the order in which they are looked at."""
        step = MOVES.get((name, request.status))
        rights = RIGHTS.get(who, {"request"})
        right = step[1] if step else ""
        others = request.starter != who and "release_any" not in rights
        used = {each.utr for each in self.requests}
        rules = {
            "InvalidText": more.get("reason") == "",
            "InvalidUTR": more.get("utr") == "x",
            "WithdrawalNotFound": who in USERS and who != request.user,
            "Stale": more.get("version") not in (None, request.version),
            "IllegalTransition": step is None,
            "NotAllowed": right not in rights or (name == "release" and others),
            "UTRAlreadyUsed": name == "complete" and more.get("utr") in used,
        }
        return next((rule for rule, broken in rules.items() if broken), None)

    def pick(self) -> Request:
        open_ = [each for each in self.requests if each.status != "failed"]
        return self.random.choice(open_ or self.requests)

    def version_of(self, request: Request) -> int:
        """Mostly a fresh page; sometimes one that has been open for a while."""
        if self.random.random() < 0.75:
            request.seen = request.version
        return request.seen

    # Crashes

    def take(self, step: Step) -> None:
        """Do it: in peace, or the process dies before, in or after the commit."""
        fate = self.random.choice(["peace"] * 5 + ["statement", "commit", "answer"])
        before = everything()
        try:
            with transaction.atomic(), self.dying(fate):
                result = step.act()
                if fate == "commit":
                    raise Crash
        except Crash:
            assert everything() == before, f"{step.name}: half is left after a crash"
            self.seen[f"crash at {fate}"] += 1
        except (LedgerError, WithdrawalError) as error:
            said = type(error).__name__
            assert said == step.refusal, f"{step.name}: {said}, not {step.refusal}"
            assert everything() == before, f"{step.name}: a refusal changed something"
            self.seen[f"{step.name.split()[0]}: {said}"] += 1
        else:
            assert step.refusal is None, f"{step.name} should be {step.refusal}"
            step.change(result)
            self.seen[step.name] += 1
            if fate == "answer":
                self.again(step, result)

    def again(self, step: Step, result: Any) -> None:
        """Nobody heard the answer: the same is sent again, from the same page."""
        self.seen["crash before the answer"] += 1
        if step.name in ("submit", "replay"):
            assert step.act() == result
            return
        try:
            step.act()
        except (LedgerError, WithdrawalError):
            return
        raise AssertionError(f"{step.name} was done twice")

    @contextmanager
    def dying(self, fate: str):
        """Die before one of the statements that write, if that is the fate."""
        left = self.random.randrange(1, 8) if fate == "statement" else 0

        def watch(execute, sql, params, many, context):
            nonlocal left
            if sql.startswith(("INSERT", "UPDATE", "RELEASE")):
                left -= 1
                if left == 0:
                    raise Crash
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            yield


def actor_of(who: str) -> Actor:
    if who in USERS:
        return Actor.user(who)
    return Actor(ActorKind.STAFF, who, frozenset(map(Right, RIGHTS[who])))
