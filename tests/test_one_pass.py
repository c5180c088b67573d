"""One pass over the movements finds a row when the wallet's checks would."""

import random

import pytest
from django.db import DatabaseError, connection, transaction

import wallet.checks
from tests.bench_ledger import measure, report
from tests.many_movements import fill
from tests.test_tampering import tamper
from tests.test_verify_ledger import TAMPERINGS, lived, unguarded  # noqa: F401
from wallet import verification

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL alone has the one pass"
)


def checks_are_clean():
    return not any(line for each in wallet.checks.CHECKS for line in each.differences())


@pytest.mark.parametrize("name", TAMPERINGS)
def test_it_finds_what_the_checks_find(lived, name):  # noqa: F811
    with unguarded():
        TAMPERINGS[name][0](lived)
        assert wallet.checks.ONE_PASS.is_clean() == checks_are_clean()


@pytest.mark.usefixtures("lived")
def test_it_finds_each_of_many_random_tamperings():
    dice, found = random.Random(7), 0  # noqa: S311
    with unguarded():
        for _ in range(150):
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        tamper(dice)
                except DatabaseError:
                    pass  # a unique or a not-null constraint refused it
                assert wallet.checks.ONE_PASS.is_clean() == checks_are_clean()
                found += not checks_are_clean()
                transaction.set_rollback(True)
    assert found > 50


@pytest.mark.django_db
def test_a_large_ledger_adds_up_and_is_measured():
    fill(200)
    assert list(verification.differences()) == []
    assert verification.counts()["movements"] == 1000
    assert "times as long" in report(measure(rounds=1))
