"""A small world that lives by a seed: people, coins, crashes, and what must be true.

It predicts each answer by its own model, written down from the rules and not from the
code, and compares the whole database with the model after every step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from tests.everything import everything
from tests.simulator_acts import Acts
from tests.simulator_asking import Step
from wallet import clock
from wallet.exceptions import LedgerError
from withdrawals.exceptions import WithdrawalError

AGES = (3, 4, 5, 6, 16)  # steps: most lives are short, so that there can be many
WRITES = ("INSERT", "UPDATE", "WITH made ")  # the last does all in one
READS = ("SELECT ", "SAVEPOINT ", "RELEASE ", "ROLLBACK ")
FATES = ("peace",) * 6 + ("statement", "commit", "answer")


class Crash(BaseException):
    """The process dies. Nothing in the product may catch it."""


class World(Acts):
    """One seed's life, inside a transaction: the product's own are savepoints."""

    def live(self) -> None:
        """Take the steps, and compare the database with the model after each."""
        self.rows = everything()
        for _ in range(self.random.choice(AGES)):
            self.now += timedelta(minutes=self.random.choice([0, 1, 600]))
            with clock.at(self.now):
                self.take(self.choose())

    def take(self, step: Step) -> None:
        """Do it: in peace, or the process dies before, in or after the commit."""
        fate = self.random.choice(FATES)
        try:
            with self.dying(fate):
                result = step.act()
        except Crash:
            self.nothing_changed(step, "half is left after a crash")
            self.seen[f"crash at {fate}"] += 1
        except (LedgerError, WithdrawalError) as error:
            said = type(error).__name__
            assert said == step.refusal, f"{step.name}: {said}, not {step.refusal}"
            self.nothing_changed(step, "a refusal changed something")
            self.saw(step, f"{step.name.split()[0]}: {said}")
        else:
            assert step.refusal is None, f"{step.name} should be {step.refusal}"
            step.change(result)
            self.saw(step, step.name)
            if fate == "answer" and step.name != "keyless submit":
                self.again(step, result)
            self.rows = everything()
            self.compare(self.rows)

    def nothing_changed(self, step: Step, otherwise: str) -> None:
        """Where nothing at all was written, nobody needs to look."""
        if self.wrote:
            assert everything() == self.rows, f"{step.name}: {otherwise}"

    def saw(self, step: Step, what: str) -> None:
        self.seen[what] += 1
        if step.edge:
            self.seen[step.edge] += 1

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
    def dying(self, fate: str) -> Iterator[None]:
        """Die before a statement that writes, or in the commit, if that is the fate.

        Before its commit the product's own transaction takes everything back; in it
        the database does, here by a savepoint. No act may commit twice.
        """
        left = self.random.randrange(1, 8) if fate == "statement" else 0
        outside, commits, before = len(connection.savepoint_ids), 0, ""
        here = transaction.savepoint() if fate == "commit" else None
        self.wrote = False

        def watch(execute, sql, params, many, context):
            nonlocal left, commits, before
            is_commit = sql.startswith("RELEASE") and not before.startswith("ROLLBACK")
            before = sql
            if is_commit and len(connection.savepoint_ids) == outside:
                commits += 1
                assert commits == 1, "an act must commit once"
                if here:
                    transaction.savepoint_rollback(here)
                    raise Crash
            elif is_commit or sql.startswith(WRITES):
                left -= 1
                if left == 0:
                    raise Crash
            self.wrote |= not sql.startswith(READS)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            yield
        if here:
            transaction.savepoint_commit(here)
