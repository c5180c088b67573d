"""Taking a request back by one statement of PostgreSQL's: see cancel_function.py.

What is saved, what is refused and why is as step by step in moving.py.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from wallet.exceptions import BalanceTooLarge
from wallet.models import MAX_BALANCE, new_id
from wallet.retries import statement_with_retry
from withdrawals import events, keyed_statements
from withdrawals.events import Event
from withdrawals.guard import look
from withdrawals.idempotency import Key, Reply
from withdrawals.keyed_statements import (
    NO_KEY,
    UNKNOWN,
    call,
    filled,
    key_facts,
    known,
)
from withdrawals.moving import Moved, moved_by, refund_of
from withdrawals.outcomes import Outcome, Told
from withdrawals.recalls import Recall

_CANCEL = "withdrawals_cancel_2"


class _Result(NamedTuple):
    """What the function says, in its own order."""

    outcome: str
    balance: int  # coins
    fingerprint: str | None
    answer: str | None


@statement_with_retry
def cancel(recall: Recall) -> Outcome:
    moved = _moved(recall)
    result = _Result(*call(_CANCEL, _facts(moved) | NO_KEY))
    return Outcome(moved.withdrawal, _balance(moved, result))


def cancel_once(
    recall: Recall, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    tries = [recall]  # afterwards, as the request is by then

    def act() -> Reply:
        moved = _moved(tries.pop() if tries else replace(recall, seen=None))
        told = tell(Outcome(moved.withdrawal, UNKNOWN))
        answer = json.dumps(told.answer)
        facts = _facts(moved) | key_facts(key, answer, waits=waits)
        result = _Result(*call(_CANCEL, facts, told.rows))
        replay = known(key, result.fingerprint, result.answer)
        return replay or filled(answer, _balance(moved, result))

    return keyed_statements.once(act, key)


def _moved(recall: Recall) -> Moved:
    note = recall.note
    withdrawal = recall.seen or look(recall.withdrawal_id, recall.actor)
    return moved_by("cancel", withdrawal, recall.actor, note)


def _facts(moved: Moved) -> dict[str, Any]:
    """What the function asks, by its own names."""
    withdrawal, change = moved.withdrawal, moved.change
    refund, moment, event = refund_of(withdrawal), change.created_at, Event.CANCELLED
    return {
        "request_id": withdrawal.id,
        "version_seen": withdrawal.version - 1,
        "old_status": change.from_status,
        "new_status": change.to_status,
        "message": withdrawal.admin_notes,
        "moment": moment,
        "change_id": change.id,
        "kind_of_actor": change.actor_kind,
        "name_of_actor": change.actor,
        "why": change.note,
        "refund_id": new_id(),
        "owner": refund.user_id,
        "coins": refund.amount,
        "refund_type": refund.transaction_type,
        "refund_reason": refund.reason,
        "refund_reference": refund.reference,
        "most": MAX_BALANCE,
        "cancelled_topic": events.topic(event, is_test=withdrawal.is_test),
        "event": events.written(event, moment, events.facts(withdrawal)),
    }


def _balance(moved: Moved, result: _Result) -> int:
    """What the user has then; raises BalanceTooLarge."""
    if result.outcome == "balance_too_large":
        raise BalanceTooLarge(moved.withdrawal.user_id)
    return result.balance
