"""A thousand random tamperings behind the product's back, and each is found."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

import wallet.checks
import withdrawals.checks
from tests.test_verify_ledger import lived, unguarded  # noqa: F401 (a fixture)
from wallet.models import CoinTransaction, UserCoins, new_id
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import Status

TIMES = 1000
_KINDS = ["earned", "refund", "withdrawal", "adjustment_debit"]


def another(value: int, dice: random.Random) -> int:
    return value + dice.choice([-500, -1, 1, 7, 500, 10**6])


# The columns that the checks can judge, and another value for each.
COLUMNS: dict[tuple[Any, str], Callable[..., Any]] = {
    (UserCoins, "total_coins"): another,
    (UserCoins, "last_sequence"): another,
    (CoinTransaction, "amount"): another,
    (CoinTransaction, "balance_after"): another,
    (CoinTransaction, "sequence"): lambda value, dice: value + dice.randint(50, 99),
    (CoinTransaction, "transaction_type"): lambda value, dice: dice.choice(_KINDS),
    (CoinWithdrawal, "user_id"): lambda value, dice: "mallory",
    (CoinWithdrawal, "coins_amount"): another,
    (CoinWithdrawal, "rupees_amount"): lambda value, dice: value + dice.randint(1, 99),
    (CoinWithdrawal, "status"): lambda value, dice: dice.choice([*Status, "paid"]),
    (StatusChange, "from_status"): lambda value, dice: dice.choice([*Status, ""]),
    (StatusChange, "to_status"): lambda value, dice: dice.choice([*Status, "paid"]),
}
DELETED: tuple[Any, ...] = (CoinTransaction, CoinWithdrawal, StatusChange)


def names_of(row) -> set[str]:
    """What a difference must name: the user, the request or the movement."""
    match row:
        case UserCoins():
            return {row.user_id}
        case CoinTransaction():
            return {row.user_coins_id, row.reference}
        case CoinWithdrawal():
            return {row.reference, str(row.id)}
        case _:
            return {row.withdrawal.reference, str(row.withdrawal_id)}


def tamper(dice: random.Random) -> tuple[str, set[str]] | None:
    """Change, delete or copy a row; None when that has changed nothing."""
    model, column = dice.choice(list(COLUMNS))
    act = dice.choice(["change", "change", "delete", "insert"])
    if act != "change":
        model = dice.choice(DELETED if act == "delete" else DELETED[:1])
    row = dice.choice(list(model.objects.order_by("pk")))
    names, rows = names_of(row), model.objects.filter(pk=row.pk)
    if act == "delete":
        rows._raw_delete(rows.db)
    elif act == "insert":
        row.pk, row.sequence = new_id(), row.sequence + dice.randint(1, 99)
        row.reference = dice.choice(["credit:", "refund:"]) + str(new_id())
        row.save(force_insert=True)
    else:
        value = COLUMNS[model, column](getattr(row, column), dice)
        if value == getattr(row, column):
            return None
        rows.update(**{column: value})
    return f"{act} {model.__name__}.{column} of {names}", names


def differences() -> Iterator[str]:
    for check in (*wallet.checks.CHECKS, *withdrawals.checks.CHECKS):
        yield from check.differences()


@pytest.mark.usefixtures("lived")
def test_each_of_a_thousand_tamperings_is_found_and_named():
    dice, done = random.Random(2026), 0  # noqa: S311
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
                    found = "\n".join(differences())
                    assert any(name in found for name in names), what
                    done += 1
                transaction.set_rollback(True)
