"""A thousand random tamperings behind the product's back, and each is found."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.utils import timezone

import wallet.checks
import withdrawals.checks
import withdrawals.record_checks
from tests.test_verify_ledger import lived, unguarded  # noqa: F401 (a fixture)
from wallet import seal_check
from wallet.models import CoinTransaction, UserCoins, new_id
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import MESSAGES, ActorKind, Status

TIMES = 1000
MODULES = (wallet.checks, withdrawals.checks, withdrawals.record_checks)
TABLES: tuple[Any, ...] = (CoinTransaction, CoinWithdrawal, StatusChange)
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


def tamper(dice: random.Random) -> tuple[str, set[str]] | None:
    """Change, delete or copy a row; None when that has changed nothing."""
    model, field = dice.choice(COLUMNS)
    act = dice.choice(["change"] * 8 + ["delete", "insert"])
    if act != "change":
        model = dice.choice(TABLES if act == "delete" else TABLES[:1])
    row = dice.choice(list(model.objects.order_by("pk")))
    names, rows = names_of(row), model.objects.filter(pk=row.pk)
    before = getattr(row, field.attname, None)
    if act == "delete":
        rows._raw_delete(rows.db)
    elif act == "insert":
        row.pk, row.sequence = new_id(), row.sequence + dice.randint(1, 99)
        row.reference = dice.choice(["credit:", "refund:"]) + str(new_id())
        row.save(force_insert=True)
    else:
        value = other(before, field, dice)
        if value == before:
            return None
        rows.update(**{field.attname: value})
        names |= {value} if field.name == "reference" else set()
    return f"{act} {model.__name__}.{field.attname} ({before!r}) of {names}", names


def differences() -> Iterator[str]:
    """What each check finds; whole, since a check left half way keeps its cursor."""
    yield "\n".join(seal_check.differences())
    for module in MODULES:
        for check in module.CHECKS:
            yield "\n".join(check.differences())


@pytest.mark.usefixtures("lived")
def test_each_of_a_thousand_tamperings_is_found_and_named():
    call_command("seal_ledger")
    dice, done = random.Random(2026), 0  # noqa: S311
    tampered = set()
    with unguarded():
        while done < TIMES:
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        made = tamper(dice)
                except DatabaseError:
                    made = None  # a unique or a not-null constraint refused it
                if made:
                    what, names = made
                    found = (name in text for text in differences() for name in names)
                    assert any(found), what
                    tampered.add(what.split(" (")[0])
                    done += 1
                transaction.set_rollback(True)
    assert {f"change {m.__name__}.{f.attname}" for m, f in COLUMNS} <= tampered
