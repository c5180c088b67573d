"""Asking for money by one statement of PostgreSQL's, which functions.py defines.

What is saved, what is refused and why is as step by step in submission.py.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from wallet.exceptions import InsufficientCoins, OtherKind
from wallet.models import new_id
from wallet.retries import statement_with_retry
from withdrawals import events, keyed_statements, upi
from withdrawals.events import Event
from withdrawals.first_rows import Wish, debit_of, request_of
from withdrawals.idempotency import Key, Reply
from withdrawals.keyed_statements import (
    NO_KEY,
    UNKNOWN,
    call,
    filled,
    key_facts,
    known,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.outcomes import Outcome, Told
from withdrawals.references import new_reference

_SUBMIT = "withdrawals_submit_3"


class _Result(NamedTuple):
    """What the function says, in its own order."""

    outcome: str
    balance: int  # coins
    is_test: bool | None
    fingerprint: str | None
    answer: str | None


@statement_with_retry
def submit(wish: Wish) -> Outcome:
    withdrawal = _new(wish)
    result = _Result(*call(_SUBMIT, _facts(withdrawal, wish) | NO_KEY))
    return Outcome(withdrawal, _balance(withdrawal, result))


def submit_once(
    wish: Wish, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    def act() -> Reply:
        withdrawal = _new(wish)
        told = tell(Outcome(withdrawal, UNKNOWN))
        answer = json.dumps(told.answer)
        facts = _facts(withdrawal, wish) | key_facts(key, answer, waits=waits)
        result = _Result(*call(_SUBMIT, facts, told.rows))
        replay = known(key, result.fingerprint, result.answer)
        return replay or filled(answer, _balance(withdrawal, result))

    return keyed_statements.once(act, key)


def _new(wish: Wish) -> CoinWithdrawal:
    withdrawal = request_of(wish)
    withdrawal.reference = new_reference()  # a taken one is tried again
    return withdrawal


def _facts(withdrawal: CoinWithdrawal, wish: Wish) -> dict[str, Any]:
    """What the function asks, by its own names."""
    moment, debit = withdrawal.created_at, debit_of(withdrawal)
    event = Event.CREATED
    return {
        "request_id": withdrawal.id,
        "short_name": withdrawal.reference,
        "asker": withdrawal.user_id,
        "coins": withdrawal.coins_amount,
        "rupees": withdrawal.rupees_amount,
        "payee": withdrawal.upi_id,
        "known_handle": upi.parse(withdrawal.upi_id).handle,
        "kind": wish.actor.is_test,
        "message": withdrawal.admin_notes,
        "moment": moment,
        "kind_of_actor": wish.actor.kind.value,
        "name_of_actor": wish.actor.name,
        "change_id": new_id(),
        "debit_id": new_id(),
        "debit_type": debit.transaction_type.value,
        "debit_reason": debit.reason,
        "debit_reference": debit.reference,
        "live_topic": events.topic(event, is_test=False),
        "test_topic": events.topic(event, is_test=True),
        "event": events.written(event, moment, events.facts(withdrawal)),
    }


def _balance(withdrawal: CoinWithdrawal, result: _Result) -> int:
    """What is left; raises UnknownHandle, OtherKind and InsufficientCoins."""
    if result.outcome == "unknown_handle":
        raise upi.unknown(upi.parse(withdrawal.upi_id))
    if result.outcome == "other_kind":
        raise OtherKind(withdrawal.user_id, is_test=bool(result.is_test))
    if result.outcome == "insufficient_coins":
        raise InsufficientCoins(result.balance, withdrawal.coins_amount)
    withdrawal.is_test = bool(result.is_test)
    return result.balance
