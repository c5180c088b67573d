"""Asking for money: the request, its first status and its coins, or none of them.

Two ways lead to the same rows. Step by step is the one to read, and SQLite's; on
PostgreSQL one statement takes the same steps (one_statement.py).
"""

from collections.abc import Callable

from django.db import connection

from wallet import ledger
from wallet.accounts import is_test
from wallet.retries import atomic_with_retry
from withdrawals import events, keyed_steps, one_statement, upi
from withdrawals.actors import Actor
from withdrawals.first_rows import Wish, change_of, debit_of, request_of
from withdrawals.idempotency import Key, Reply
from withdrawals.outcomes import Outcome, Told
from withdrawals.references import untaken_reference


def submit(user_id: str, coins: int, upi_id: str, *, actor: Actor) -> Outcome:
    """Ask for `coins` to be paid to `upi_id`; the coins leave the balance at once.

    Raises AmountOutOfRange, InvalidUPIID, UnknownHandle, and the wallet's
    InvalidUserId, InsufficientCoins and OtherKind.
    """
    wish = Wish(user_id, coins, upi_id, actor)
    return one_statement.submit(wish) if has_functions() else step_by_step(wish)


def submit_once(
    wish: Wish, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    """Submit and keep what `tell` says, or give the answer that was kept.

    Without a key each call is an act. `tell` only finds the words: it may be asked
    before anything is done. Raises what submit and idempotency.once raise.
    """
    if has_functions():
        return one_statement.submit_once(wish, tell, key, waits=waits)
    return keyed_steps.once(lambda: step_by_step(wish), tell, key, waits=waits)


def has_functions() -> bool:
    """The one place that chooses the way."""
    return connection.vendor == "postgresql"


@atomic_with_retry
def step_by_step(wish: Wish) -> Outcome:
    withdrawal = request_of(wish)
    upi.check(withdrawal.upi_id)
    withdrawal.reference = untaken_reference()
    if wish.actor.is_test is None:
        withdrawal.is_test = is_test(wish.user_id)
    withdrawal.save(force_insert=True)
    debit = ledger.debit(debit_of(withdrawal))
    change_of(withdrawal, wish.actor).save(force_insert=True)
    events.tell("submit", withdrawal, withdrawal.created_at)
    return Outcome(withdrawal, debit.balance_after)
