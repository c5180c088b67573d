"""One pass finds a row when the checks of the wallet, or of the requests, would."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction

import wallet.checks
import withdrawals.checks
import withdrawals.record_checks
from tests.bench_ledger import measure, report
from tests.many_movements import fill
from tests.test_tampering import rows_of, tampered
from tests.test_verify_ledger import (  # noqa: F401
    TAMPERINGS,
    history,
    lived,
    remove,
    request,
    unguarded,
)
from wallet import verification
from wallet.models import new_id

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL alone has the one pass"
)


PASSES = [
    [wallet.checks],
    [withdrawals.checks, withdrawals.record_checks],
]


def verdicts():
    """What each pass says, and what the checks say that it stands for."""
    passes = [modules[0].ONE_PASS.is_clean() for modules in PASSES]
    return passes, [_are_clean(*modules) for modules in PASSES]


def _are_clean(*modules):
    checks = [check for module in modules for check in module.CHECKS]
    found = [line for check in checks for line in check.differences()]
    return not found


def test_what_shares_a_pass_is_listed_above():
    for modules in PASSES:
        assert len({id(module.ONE_PASS) for module in modules}) == 1


@pytest.mark.parametrize("name", TAMPERINGS)
def test_it_finds_what_the_checks_find(lived, name):  # noqa: F811
    with unguarded():
        TAMPERINGS[name][0](lived)
        passes, checks = verdicts()
    assert passes == checks


@pytest.mark.usefixtures("lived")
def test_it_finds_each_of_many_random_tamperings():
    kept = rows_of("alice")
    dice, found = random.Random(7), [0, 0]  # noqa: S311
    with unguarded():
        for _ in range(300):
            with transaction.atomic():
                made = tampered(kept, dice)
                passes, checks = verdicts()
                assert passes == checks, made
                found = [n + (not it) for n, it in zip(found, checks, strict=True)]
                transaction.set_rollback(True)
    assert found[0] > 40 and found[1] > 150


def back_and_forth(paid, times):
    """Let the history have been approved and released so often, then paid."""
    first, *_, payment = history(paid)
    remove(paid.status_changes.exclude(pk__in=[first.pk, payment.pk]))
    steps = ["pending", "processing"] * times
    moves = [*pairwise(steps)] or [("pending", "processing")]
    for number, (source, target) in enumerate(moves, start=1):
        paid.status_changes.create(
            id=new_id(),
            from_status=source,
            to_status=target,
            actor_kind="staff",
            actor=payment.actor,
            created_at=first.created_at + timedelta(microseconds=number),
        )
    request(paid).update(version=len(moves) + 2, started_by=payment.actor)


@pytest.mark.parametrize("times", [1, 2, 3, 4, 9])
def test_however_long_a_history_is_it_is_followed(lived, times):  # noqa: F811
    with unguarded():
        back_and_forth(lived, times)
        assert verdicts() == ([True, True], [True, True])
        step = history(lived)[2 * times - 1]
        lived.status_changes.filter(pk=step.pk).update(to_status="failed")
        assert verdicts() == ([True, False], [True, False])


def test_a_status_with_a_comma_is_no_two_moves(lived):  # noqa: F811
    with unguarded():
        _, approval, payment = history(lived)
        changes = lived.status_changes
        changes.filter(pk=approval.pk).update(to_status="processing,completed")
        changes.filter(pk=payment.pk).update(from_status="", to_status="completed")
        assert verdicts() == ([True, False], [True, False])
        changes.filter(pk=approval.pk).update(from_status="pending,processing")
        assert verdicts() == ([True, False], [True, False])


@pytest.mark.django_db
def test_a_large_ledger_adds_up_and_is_measured():
    fill(200)
    assert list(verification.differences()) == []
    assert verification.counts()["movements"] == 1000
    assert "times as long" in report(measure(rounds=1))


@pytest.mark.django_db
def test_no_row_of_a_clean_ledger_is_asked_about_alone():
    fill(200)
    one_pass = withdrawals.checks.ONE_PASS
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ANALYZE {one_pass.sql.format_map(one_pass.parts)}")
        plan = [line for (line,) in cursor.fetchall()]
    asked = [after for line, after in pairwise(plan) if line.strip()[:8] == "SubPlan "]
    assert len(asked) == 2
    assert all("never executed" in line for line in asked)
