"""Answers to idempotency keys are kept for a day and longer, and then forgotten."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from wallet import clock
from withdrawals import sweeping
from withdrawals.models import IdempotencyKey


@pytest.fixture
def kept(db):
    """Keys by the hours of their age."""
    for hours in (0, 23, 25, 71, 73, 1000):
        moment = clock.now() - timedelta(hours=hours)
        IdempotencyKey.objects.create(scope="s", key=hours, created_at=moment)
    return lambda: sorted(
        map(int, IdempotencyKey.objects.values_list("key", flat=True))
    )


def test_by_default_answers_live_three_days(kept, capsys):
    call_command("sweep_idempotency_keys")
    assert capsys.readouterr().out == "2 keys forgotten.\n"
    assert kept() == [0, 23, 25, 71]


def test_the_age_can_be_chosen(kept):
    call_command("sweep_idempotency_keys", "--hours=24")
    assert kept() == [0, 23]


def test_a_day_is_kept_whoever_asks(kept):
    assert sweeping.sweep(hours=0) == 4
    assert kept() == [0, 23]


def test_it_goes_batch_by_batch(kept, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sweeping, "BATCH", 3)
    with django_assert_num_queries(5):  # 3 and 1 keys: each found, then deleted
        sweeping.sweep(hours=24)
    assert kept() == [0, 23]
