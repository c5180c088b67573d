"""One pass finds a row when the checks of the wallet, or of the requests, would."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

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
from wallet.models import CoinTransaction, new_id
from wallet.passes import PLANNING, point, that_find
from withdrawals import notes
from withdrawals.actors import Actor

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL alone has the one pass"
)


PASSES = [
    [wallet.checks],
    [withdrawals.checks, withdrawals.record_checks],
]


def verdicts():
    """What each pass says, and what the checks say that it stands for."""
    passes = [not that_find([modules[0].ONE_PASS]) for modules in PASSES]
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


def test_it_finds_each_of_many_random_tamperings(lived, meera):  # noqa: F811
    notes.add_note(lived.id, "Called the bank", actor=Actor.staff(meera))
    notes.edit_message(lived.id, "Ask your bank", actor=Actor.staff(meera))
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


# Hashes of PostgreSQL's put the halves of a number together, or keep zero as it is.
LIKE_EACH_OTHER = [0, 1, 5, 2**32, 2**32 + 1, 2**32 + 4, 2**48, 2**50 + 1]


@pytest.mark.django_db
def test_no_two_places_in_a_chain_have_the_same_point():
    sql = point(["a.user_id"], ["n", "coins"]) % {"seed": 7}
    numbers = f"unnest(ARRAY{LIKE_EACH_OTHER})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql} FROM (VALUES ('alice'), ('bob')) a (user_id), "
            f"{numbers} n, {numbers} coins"
        )
        points = [found for (found,) in cursor.fetchall()]
    assert len(set(points)) == len(points) == 2 * len(LIKE_EACH_OTHER) ** 2
    assert max(map(abs, points)) <= 2**62


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_copies_of_a_movement_are_found_even_without_the_constraints(lived, copies):  # noqa: F811
    table, latest = "wallet_cointransaction", CoinTransaction.objects.latest("id")
    with unguarded(), connection.cursor() as cursor:
        for name in ("one_movement_per_sequence", f"{table}_reference_key"):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for _ in range(copies):
            latest.pk = new_id()
            latest.save(force_insert=True)
        assert verdicts() == ([False, False], [False, False])


@pytest.mark.django_db
def test_a_large_ledger_adds_up_and_is_measured():
    fill(200)
    assert list(verification.differences()) == []
    assert verification.figures().counts["movements"] == 1000
    assert "one aggregate" in report(measure(rounds=1))


@pytest.mark.django_db
def test_what_follows_is_planned_as_ever():
    with connection.cursor() as cursor:
        for name in PLANNING:
            cursor.execute(f"SHOW {name}")
            before = cursor.fetchone()
            that_find([PASSES[0][0].ONE_PASS])
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == before


@pytest.mark.django_db
def test_workers_share_the_passes_out_and_follow_no_row_alone():
    passes = [module.ONE_PASS for module, *_ in PASSES]
    fill(2000)
    with connection.cursor() as cursor:
        for name in ("parallel_setup_cost", "parallel_tuple_cost"):
            cursor.execute(f"SET LOCAL {name} = 0")
        with CaptureQueriesContext(connection) as captured:
            assert that_find(passes) == []
        [sql] = [each["sql"] for each in captured if "UNION ALL" in each["sql"]]
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.index("Gather") < plan.index("Parallel Append")
    assert "SubPlan" not in plan and plan.count("Gather") == 1
