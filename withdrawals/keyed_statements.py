"""Acts that a function of PostgreSQL's does, each in one statement, once for a key.

The function says what came of it: `made` where it was done. It keeps the answer, which
is written before, with UNKNOWN for a balance that only the function will know.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import IntegrityError, OperationalError
from django.db.models import Model

from wallet import waiting
from wallet.exceptions import LedgerError
from wallet.models import new_id
from wallet.retries import keyed_statement_with_retry, statement_with_retry
from wallet.rows import Row
from wallet.statements import read
from withdrawals import idempotency
from withdrawals.exceptions import KeyInFlight, KeyReused, WithdrawalError
from withdrawals.idempotency import PATIENCE, Key, Reply

UNKNOWN = -(10**17) - secrets.randbelow(10**17)  # nobody can guess it

_written = json.JSONEncoder(default=str).encode
_CALL = "made AS (SELECT * FROM {}({}))"
_ROW = """{0} AS (
    INSERT INTO {1} SELECT * FROM json_populate_record(NULL::{1}, %s)
    WHERE EXISTS (SELECT 1 FROM made WHERE outcome = 'made')
)"""


def once(act: Callable[[], Reply], key: Key | None) -> Reply:
    """Do `act`, or give the answer that its key got before.

    Raises KeyInFlight, KeyReused, and what `act` raises.
    """
    if key is None:
        return _done(act)
    try:
        return _done_with_key(act)
    except (KeyInFlight, KeyReused):
        raise
    except (IntegrityError, WithdrawalError, LedgerError):
        if known := idempotency.kept(key):  # it comes before any other refusal
            return known
        raise


def _do(act: Callable[[], Reply]) -> Reply:
    return act()


_done, _done_with_key = statement_with_retry(_do), keyed_statement_with_retry(_do)


def key_facts(key: Key | None, answer: str, *, waits: bool) -> dict[str, Any]:
    """What a function asks of the key, by its own names: nothing where none came."""
    return {
        "key_id": key and new_id(),
        "key_scope": key and key.scope,
        "key_text": key and key.key,
        "key_fingerprint": key and key.fingerprint,
        "key_answer": answer,
        "unknown_balance": str(UNKNOWN),
        "patience": None if waits else f"{PATIENCE}ms",
    }


NO_KEY = key_facts(None, "", waits=True)


def call(function: str, facts: Mapping[str, Any], beside: Sequence[Model] = ()) -> Row:
    """What the function says; the rows `beside` are saved where it did its act.

    Raises KeyInFlight.
    """
    whole = _call(function, tuple(facts), *(row._meta.db_table for row in beside))
    try:
        return read(whole, [*facts.values(), *map(_json, beside)])[0]
    except OperationalError as error:
        if waiting.is_behind(error, "one_answer_per_key"):
            raise KeyInFlight(facts["key_text"]) from error
        raise


@cache
def _call(function: str, names: tuple[str, ...], *tables: str) -> str:
    given = ", ".join(f"{name} => %s" for name in names)
    parts = [_CALL.format(function, given)]
    for number, table in enumerate(tables):
        parts.append(_ROW.format(f"beside{number}", table))
    return " ".join(("WITH", ", ".join(parts), "SELECT * FROM made"))


def filled(answer: str, balance: int) -> Reply:
    """The answer with the balance that the function found."""
    known = json.loads(answer.replace(str(UNKNOWN), str(balance)))
    return Reply(known, is_replay=False)


def known(key: Key | None, fingerprint: str | None, answer: str | None) -> Reply | None:
    """The answer that the function knew, if it did; raises KeyReused."""
    if key is None or fingerprint is None or answer is None:
        return None
    return idempotency.replay(key, fingerprint, json.loads(answer))


def _json(row: Model) -> str:
    """The row as the database takes it, by the names of its columns."""
    columns = {f.column: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return _written(columns)
