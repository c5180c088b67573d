"""Asking for money by one statement of PostgreSQL's, which functions.py defines.

What is saved, what is refused and why is as step by step in submission.py.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, OperationalError
from django.db.models import Model

from wallet import waiting
from wallet.exceptions import InsufficientCoins, LedgerError, OtherKind
from wallet.models import new_id
from wallet.retries import keyed_statement_with_retry, statement_with_retry
from wallet.statements import read
from withdrawals import events, idempotency, upi
from withdrawals.events import Event
from withdrawals.exceptions import KeyInFlight, KeyReused, WithdrawalError
from withdrawals.first_rows import Wish, debit_of, request_of
from withdrawals.idempotency import PATIENCE, Key, Reply
from withdrawals.models import CoinWithdrawal
from withdrawals.outcomes import Outcome, Told
from withdrawals.references import new_reference

_MADE = "SELECT 1 FROM made WHERE outcome = 'made'"
_ROW = "INSERT INTO {0} SELECT * FROM json_populate_record(NULL::{0}, %s)"
# Stands in an answer for the balance until the database knows it; nobody can guess it.
_UNKNOWN = -(10**17) - secrets.randbelow(10**17)


class _Facts(NamedTuple):
    """What the function asks, by its own names."""

    request_id: UUID
    short_name: str
    asker: str
    coins: int
    rupees: Decimal
    payee: str
    known_handle: str
    kind: bool | None
    message: str
    moment: datetime
    kind_of_actor: str
    name_of_actor: str
    change_id: UUID
    debit_id: UUID
    debit_type: str
    debit_reason: str
    debit_reference: str
    live_topic: str
    test_topic: str
    event: str
    key_id: UUID | None = None
    key_scope: str | None = None
    key_text: str | None = None
    key_fingerprint: str | None = None
    key_answer: str | None = None
    unknown_balance: str | None = None
    patience: str | None = None


class _Result(NamedTuple):
    """What the function says, in its own order."""

    outcome: str
    balance: int  # coins
    is_test: bool | None
    fingerprint: str | None
    answer: str | None


_GIVEN = ", ".join(f"{name} => %s" for name in _Facts._fields)
_SUBMIT = f"SELECT * FROM withdrawals_submit_2({_GIVEN})"  # noqa: S608 (our own names)


@statement_with_retry
def submit(wish: Wish) -> Outcome:
    withdrawal = _new(wish)
    result = _run(_facts(withdrawal, wish))
    return Outcome(withdrawal, _balance(withdrawal, result))


def submit_once(
    wish: Wish, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    if key is None:
        return _without_key(wish, tell, key, waits)
    try:
        return _with_key(wish, tell, key, waits)
    except (KeyInFlight, KeyReused):
        raise
    except (IntegrityError, WithdrawalError, LedgerError):
        if known := idempotency.kept(key):  # it comes before any other refusal
            return known
        raise


def _submit_once(
    wish: Wish, tell: Callable[[Outcome], Told], key: Key | None, waits: bool
) -> Reply:
    withdrawal = _new(wish)
    told = tell(Outcome(withdrawal, _UNKNOWN))
    answer = json.dumps(told.answer)
    facts = _facts(withdrawal, wish)
    if key:
        facts = facts._replace(
            key_id=new_id(),
            key_scope=key.scope,
            key_text=key.key,
            key_fingerprint=key.fingerprint,
            key_answer=answer,
            unknown_balance=str(_UNKNOWN),
            patience=None if waits else f"{PATIENCE}ms",
        )
    result = _run(facts, told.rows)
    if key and result.fingerprint is not None and result.answer is not None:
        return idempotency.replay(key, result.fingerprint, json.loads(result.answer))
    balance = str(_balance(withdrawal, result))
    known = json.loads(answer.replace(str(_UNKNOWN), balance))
    return Reply(known, is_replay=False)


_without_key = statement_with_retry(_submit_once)
_with_key = keyed_statement_with_retry(_submit_once)


def _new(wish: Wish) -> CoinWithdrawal:
    withdrawal = request_of(wish)
    withdrawal.reference = new_reference()  # a taken one is tried again
    return withdrawal


def _facts(withdrawal: CoinWithdrawal, wish: Wish) -> _Facts:
    moment, debit = withdrawal.created_at, debit_of(withdrawal)
    event = Event.CREATED
    return _Facts(
        request_id=withdrawal.id,
        short_name=withdrawal.reference,
        asker=withdrawal.user_id,
        coins=withdrawal.coins_amount,
        rupees=withdrawal.rupees_amount,
        payee=withdrawal.upi_id,
        known_handle=upi.parse(withdrawal.upi_id).handle,
        kind=wish.actor.is_test,
        message=withdrawal.admin_notes,
        moment=moment,
        kind_of_actor=wish.actor.kind.value,
        name_of_actor=wish.actor.name,
        change_id=new_id(),
        debit_id=new_id(),
        debit_type=debit.transaction_type.value,
        debit_reason=debit.reason,
        debit_reference=debit.reference,
        live_topic=events.topic(event, is_test=False),
        test_topic=events.topic(event, is_test=True),
        event=events.written(event, moment, events.facts(withdrawal)),
    )


def _run(facts: _Facts, beside: Sequence[Model] = ()) -> _Result:
    parts = [f"made AS ({_SUBMIT})"]
    for number, row in enumerate(beside):
        sql = _ROW.format(row._meta.db_table)
        parts.append(f"beside{number} AS ({sql} WHERE EXISTS ({_MADE}))")
    whole = " ".join(("WITH", ", ".join(parts), "SELECT * FROM made"))
    try:
        return _Result(*read(whole, [*facts, *map(_json, beside)])[0])
    except OperationalError as error:
        if facts.key_text and waiting.is_behind(error, "one_answer_per_key"):
            raise KeyInFlight(facts.key_text) from error
        raise


def _json(row: Model) -> str:
    """The row as the database takes it, by the names of its columns."""
    columns = {f.column: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return json.dumps(columns, default=str)


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
