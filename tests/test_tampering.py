"""A thousand random tamperings behind the product's back, and each is found.

They come a handful at a time, each with the rows of another user: one look at the whole
database must name all of them.
"""

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.utils import timezone

import wallet.checks
import withdrawals.checks
import withdrawals.kind_checks
import withdrawals.record_checks
from tests.conftest import give, submitted
from tests.test_verify_ledger import unguarded
from wallet import seal_check
from wallet.models import CoinTransaction, UserCoins, new_id
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import MESSAGES, ActorKind, Status

TIMES = 1000
USERS = [f"u{number:02d}" for number in range(10)]
MODULES = (
    wallet.checks,
    withdrawals.checks,
    withdrawals.record_checks,
    withdrawals.kind_checks,
)
TABLES: tuple[Any, ...] = (CoinTransaction, CoinWithdrawal, StatusChange, Note)
COLUMNS: list[tuple[Any, Any]] = [
    *[(model, field) for model in TABLES for field in model._meta.concrete_fields],
    (UserCoins, UserCoins._meta.get_field("total_coins")),
    (UserCoins, UserCoins._meta.get_field("last_sequence")),
]
# What a forger would write into a text.
WORDS = [
    *("", " ", "mallory", "forged@ybl", "FORGED1", "earned", "refund", "withdrawal"),
    *(*Status, *ActorKind, *MESSAGES.values()),
]


def other(value: Any, field: Any, dice: random.Random) -> Any:
    """Another value for the column, of its kind."""
    if field.null and value is not None and dice.random() < 0.3:
        return None
    match value:
        case bool():
            return not value
        case int():
            return value + dice.choice([-500, -1, 1, 7, 99, 500, 10**6])
        case Decimal():
            return value + dice.randint(1, 9999) / Decimal(100)
        case datetime():
            return value + timedelta(microseconds=dice.choice([-1, 1, 10**6, 10**12]))
        case UUID():
            return dice.choice([new_id(), UUID(int=dice.getrandbits(128))])
    if field.name == "reference":
        return f"{value}x"
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    return dice.choice([*WORDS, f"{value or ''}x", f"{value or ''}"[:-1]])


def names_of(row) -> set[str]:
    """What a difference must name: the user, the request or the row."""
    match row:
        case UserCoins():
            return {row.user_id}
        case CoinTransaction():
            return {row.user_coins_id, row.reference, str(row.id)}
        case CoinWithdrawal():
            return {row.reference, str(row.id)}
        case _:
            return {row.withdrawal.reference, str(row.withdrawal_id), str(row.id)}


def live(user_id: str, number: int, boss: Actor) -> None:
    """A request in each status, one given back, one returned, and words on some."""
    give(user_id, 5000)
    give(user_id, 3000)
    requests = [submitted(user_id).id for _ in range(6)]
    transitions.cancel(requests[1], actor=Actor.user(user_id))
    transitions.fail(requests[2], reason="UPI ID not found", actor=boss)
    for place, id_ in enumerate(requests[3:]):
        transitions.start(id_, actor=boss)
        if place:
            transitions.complete(id_, utr=f"6{number:010d}{place}", actor=boss)
    transitions.release(requests[3], reason="Wrong button", actor=boss)
    transitions.start(requests[3], actor=boss)
    transitions.reverse(requests[5], reason="Account closed", actor=boss)
    for id_ in requests[2:5]:
        notes.add_note(id_, "Called the bank", actor=boss)
        notes.edit_message(id_, "Ask your bank", actor=boss)


def rows_of(user_id: str) -> dict[Any, list[Any]]:
    """The user's rows, by table."""
    changes = StatusChange.objects.select_related("withdrawal")
    written = Note.objects.select_related("withdrawal")
    return {
        UserCoins: list(UserCoins.objects.filter(user_id=user_id)),
        CoinTransaction: list(CoinTransaction.objects.filter(user_coins_id=user_id)),
        CoinWithdrawal: list(CoinWithdrawal.objects.filter(user_id=user_id)),
        StatusChange: list(changes.filter(withdrawal__user_id=user_id)),
        Note: list(written.filter(withdrawal__user_id=user_id)),
    }


def tamper(kept: dict[Any, list[Any]], dice: random.Random) -> tuple[str, set[str]]:
    """Change, delete or copy a row: what was done, and what is to be named."""
    model, field = dice.choice(COLUMNS)
    act = dice.choice(["change"] * 8 + ["delete", "insert"])
    if act != "change":
        model = dice.choice(TABLES if act == "delete" else TABLES[:1])
    row = copy.copy(dice.choice(kept[model]))
    names, rows = names_of(row), model.objects.filter(pk=row.pk)
    before = getattr(row, field.attname, None)
    if act == "delete":
        rows._raw_delete(rows.db)
    elif act == "insert":
        row.pk, row.sequence = new_id(), row.sequence + dice.randint(1, 99)
        row.reference = dice.choice(["credit:", "refund:"]) + str(new_id())
        row.save(force_insert=True)
    else:
        value = before
        while value == before:
            value = other(before, field, dice)
        rows.update(**{field.attname: value})
        names |= {str(value)} if field.name == "reference" else set()
    return f"{act} {model.__name__}.{field.attname} ({before!r}) of {names}", names


def tampered(kept: dict[Any, list[Any]], dice: random.Random) -> tuple[str, set[str]]:
    """A tampering that no unique or not-null constraint refuses."""
    while True:
        with suppress(DatabaseError), transaction.atomic():
            return tamper(kept, dice)


def differences() -> Iterator[str]:
    """What each check finds. A row that is gone must be named, not the one before."""
    for line in seal_check.differences():
        yield line.split(", after ")[0]
    for module in MODULES:
        for check in module.CHECKS:
            yield from check.differences()


def test_each_of_a_thousand_tamperings_is_found_and_named(meera):
    for number, user_id in enumerate(USERS):
        live(user_id, number, Actor.staff(meera))
    call_command("seal_ledger")
    kept = [rows_of(user_id) for user_id in USERS]
    dice, seen = random.Random(2026), set[str]()  # noqa: S311
    with unguarded():
        for _ in range(TIMES // len(USERS)):
            with transaction.atomic():
                done = [tampered(rows, dice) for rows in kept]
                found = "\n".join(differences())
                transaction.set_rollback(True)
            for what, names in done:
                assert any(name in found for name in names), what
                seen.add(what.split(" (")[0])
    assert {f"change {m.__name__}.{f.attname}" for m, f in COLUMNS} <= seen
