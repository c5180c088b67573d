"""Taking a request back: its coins return with it, or nothing happens.

Two ways lead to the same rows. Step by step (moving.py) is the one to read, and
SQLite's; on PostgreSQL one statement takes the same steps (one_cancellation.py).
"""

from collections.abc import Callable
from uuid import UUID

from withdrawals import keyed_steps, one_cancellation, submission
from withdrawals.actors import Actor
from withdrawals.idempotency import Key, Reply
from withdrawals.moving import move
from withdrawals.outcomes import Outcome, Told
from withdrawals.recalls import Recall


def cancel(withdrawal_id: UUID, *, actor: Actor, reason: str = "") -> Outcome:
    """Take the request back while nobody has started it; the coins go back.

    Raises InvalidText, BalanceTooLarge, and what all moves raise.
    """
    recall = Recall(withdrawal_id, actor, reason)
    if submission.has_functions():
        return one_cancellation.cancel(recall)
    return _step_by_step(recall)


def cancel_once(
    recall: Recall, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    """Cancel and keep what `tell` says, or give the answer that was kept.

    As submission.submit_once. Raises what cancel and idempotency.once raise.
    """
    if submission.has_functions():
        return one_cancellation.cancel_once(recall, tell, key, waits=waits)
    return keyed_steps.once(lambda: _step_by_step(recall), tell, key, waits=waits)


def _step_by_step(recall: Recall) -> Outcome:
    return move(recall.withdrawal_id, "cancel", recall.actor, recall.note, None)
