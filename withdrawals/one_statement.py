"""Asking for money by one statement of PostgreSQL's, which functions.py defines.

What is saved, what is refused and why is as step by step in submission.py.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, OperationalError, connection
from django.db.models import Model

from wallet import ledger, waiting
from wallet.exceptions import InsufficientCoins, LedgerError, OtherKind
from wallet.retries import keyed_statement_with_retry, statement_with_retry
from withdrawals import events, idempotency, upi
from withdrawals.exceptions import KeyInFlight, KeyReused, WithdrawalError
from withdrawals.first_rows import Wish, change_of, debit_of, request_of
from withdrawals.idempotency import PATIENCE, Answer, Key, Reply
from withdrawals.models import CoinWithdrawal, IdempotencyKey
from withdrawals.outcomes import Outcome, Told
from withdrawals.references import new_reference

_SUBMIT = "SELECT * FROM withdrawals_submit_1(%s, %s, %s, %s, %s, %s, %s)"
_MADE = "SELECT 1 FROM made WHERE outcome = 'made'"
_ROW = "INSERT INTO {0} SELECT * FROM json_populate_record(NULL::{0}, %s)"
# Stands in an answer for the balance until the database knows it; nobody can guess it.
_UNKNOWN = -(10**17) - secrets.randbelow(10**17)


_Part = tuple[str, list[Any]]  # a statement and its values


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
    return Outcome(withdrawal, _balance(withdrawal, _run(withdrawal, wish)))


def submit_once(
    wish: Wish, tell: Callable[[Outcome], Told], key: Key | None, *, waits: bool
) -> Reply:
    if key is None:
        return statement_with_retry(_submit_once)(wish, tell, key, waits)
    try:
        return keyed_statement_with_retry(_submit_once)(wish, tell, key, waits)
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
    row = _row(key, told.answer) if key else None
    result = _run(withdrawal, wish, row, told.rows, waits)
    if key and result.fingerprint is not None and result.answer is not None:
        return idempotency.replay(key, result.fingerprint, json.loads(result.answer))
    balance = _balance(withdrawal, result)
    answer = json.dumps(told.answer).replace(str(_UNKNOWN), str(balance))
    return Reply(json.loads(answer), is_replay=False)


def _row(key: Key, answer: Answer) -> IdempotencyKey:
    return IdempotencyKey(
        scope=key.scope, key=key.key, fingerprint=key.fingerprint, answer=answer
    )


def _new(wish: Wish) -> CoinWithdrawal:
    withdrawal = request_of(wish)
    withdrawal.reference = new_reference()  # a taken one is tried again
    return withdrawal


def _run(
    withdrawal: CoinWithdrawal,
    wish: Wish,
    key: IdempotencyKey | None = None,
    beside: Sequence[Model] = (),
    waits: bool = True,
) -> _Result:
    rows = (
        _json(withdrawal, is_test=wish.actor.is_test),
        _json(change_of(withdrawal, wish.actor)),
        _json(ledger.unposted(debit_of(withdrawal))),
        _json(key) if key else None,
    )
    handle = upi.parse(withdrawal.upi_id).handle
    patience = None if waits else f"{PATIENCE}ms"
    facts = [*rows, handle, str(_UNKNOWN), patience]
    parts = [(_SUBMIT, facts), *_events(withdrawal, wish), *map(_kept, beside)]
    try:
        with connection.prepared_cursor() as cursor:
            cursor.execute(*_whole(parts))
            return _Result(*cursor.fetchone())
    except OperationalError as error:
        if key and waiting.is_behind(error, "one_answer_per_key"):
            raise KeyInFlight(key.key) from error
        raise


def _whole(parts: Sequence[_Part]) -> _Part:
    """The first part makes the request; the others depend on it."""
    names = ["made", *(f"beside{number}" for number in range(1, len(parts)))]
    sqls = (f"{n} AS ({sql})" for n, (sql, _) in zip(names, parts, strict=True))
    values = [value for _, values in parts for value in values]
    return " ".join(("WITH", ", ".join(sqls), "SELECT * FROM made")), values


def _events(withdrawal: CoinWithdrawal, wish: Wish) -> Iterator[_Part]:
    """What is told of it; whether it is a test, the database may know first."""
    moment, known = withdrawal.created_at, wish.actor.is_test
    for is_test in (False, True) if known is None else (known,):
        withdrawal.is_test = is_test
        sql, values = events.publication("submit", withdrawal, moment)
        yield f"{sql} WHERE EXISTS ({_MADE} AND is_test = %s)", [*values, is_test]


def _kept(row: Model) -> _Part:
    """The row, saved if the request is."""
    sql = _ROW.format(row._meta.db_table)
    return f"{sql} WHERE EXISTS ({_MADE})", [_json(row)]


def _json(row: Model, **known: object) -> str:
    """The row as the database takes it, by the names of its columns."""
    columns = {f.column: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return json.dumps(columns | known, default=str)


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
