"""Buckets of tokens: exactly as many pass as they hold, whoever comes at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import OperationalError, connection

from tests.ledger_processes import found_by_processes  # noqa: F401 (a fixture)
from tests.test_run import ROOT
from withdrawals.limits import buckets
from withdrawals.limits.buckets import take, take_if_it_answers
from withdrawals.limits.exceptions import RateLimited
from withdrawals.limits.models import Bucket
from withdrawals.limits.rates import Limit, MalformedRate, Rate

NOON = "2026-03-01T06:30:00Z"


@pytest.fixture
def clock(db, settings):
    """A bucket of three, one back every ten seconds, at a time that stands still."""
    settings.RATE_PER_USER = "3/30"
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def passed(number: int, whose: str = "alice") -> int:
    """How many of so many in a row get a token."""
    count = 0
    for _ in range(number):
        try:
            take(Limit.USER, whose)
            count += 1
        except RateLimited:
            pass
    return count


def test_as_many_pass_as_the_bucket_holds(clock):
    assert passed(10) == 3


def test_tokens_come_back_one_by_one(clock):
    passed(3)
    clock.shift(9.9)
    assert passed(1) == 0
    clock.shift(0.1)
    assert passed(5) == 1
    clock.shift(1000)
    assert passed(5) == 3, "and no more than it holds"


def test_each_has_a_bucket_for_each_limit(clock):
    passed(3)
    assert passed(5, "bob") == 3
    assert take(Limit.CREDITS, "alice").tokens == 2


def test_what_is_left_is_told(clock):
    left = [take(Limit.USER, "alice") for _ in range(3)]
    assert [(each.tokens, each.full_in) for each in left] == [(2, 10), (1, 20), (0, 30)]
    clock.shift(2.5)
    with pytest.raises(RateLimited) as refused:
        take(Limit.USER, "alice")
    assert (refused.value.left.tokens, refused.value.left.wait) == (0, 8)


def test_nobody_can_be_told_from_a_bucket(clock):
    take(Limit.USER, "alice")
    assert "alice" not in Bucket.objects.get().key


def test_a_new_rate_counts_from_the_next_call(clock, settings):
    passed(3)
    settings.RATE_PER_USER = "6/60"
    assert passed(10) == 3
    settings.RATE_PER_USER = "1/10"
    assert passed(1) == 0


def test_full_buckets_are_swept_and_no_others(clock, monkeypatch):
    passed(1, "bob")
    clock.shift(10)
    passed(1)
    monkeypatch.setattr(buckets, "SWEPT_AFTER", 1)
    passed(1, "carol")
    assert Bucket.objects.count() == 2
    assert (passed(5), passed(5, "bob")) == (2, 3)


@pytest.mark.parametrize(
    "text", ["", "30", "0/60", "30/0", "-1/60", "1.5/60", "1e3/60"]
)
def test_a_rate_is_two_whole_numbers(text):
    with pytest.raises(MalformedRate, match="count/seconds"):
        Rate.parse(text)


def test_a_rate_that_no_clock_can_count_is_refused():
    assert Rate.parse("1000000/1").interval == 1
    with pytest.raises(MalformedRate):
        Rate.parse("1000001/1")


def test_a_wrong_rate_stops_the_start_with_one_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "project.settings")
    monkeypatch.setenv("RATE_PER_USER", "many")
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "RATE_PER_USER: 'many' is not count/seconds, such as 30/60, "
        "with at most 1000000 for each second.\n"
    )


def lost(*_):
    raise OperationalError("the database does not answer")


def test_where_nobody_knows_only_harmless_things_are_done(clock, monkeypatch):
    monkeypatch.setattr(buckets, "asked", lost)
    assert take_if_it_answers(Limit.KEY, "app") is None
    with pytest.raises(OperationalError):
        take(Limit.USER, "alice")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_threads_that_come_at_once_exactly_as_many_pass(settings):
    settings.RATE_PER_USER = "20/100000"
    start = Barrier(8)

    def come(_: int) -> int:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return passed(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(come, range(8))) == 20


COME = """
import django; django.setup()
from withdrawals.limits.buckets import RateLimited, take
from withdrawals.limits.rates import Limit
for number in range(25):
    try:
        take(Limit.USER, "alice")
        print("passed")
    except RateLimited:
        pass
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_processes_that_come_at_once_exactly_as_many_pass(
    monkeypatch,
    found_by_processes,  # noqa: F811
):
    monkeypatch.setenv("RATE_PER_USER", "30/100000")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "project.settings")
    command = [sys.executable, "-c", COME]
    crowd = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)
    ]
    assert sum(each.communicate()[0].count(b"passed") for each in crowd) == 30


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="one lock for all writers")
def test_what_harms_nobody_waits_for_no_writer():
    with ThreadPoolExecutor(1) as other:
        other.submit(lambda: connection.cursor().execute("BEGIN IMMEDIATE")).result()
        assert take_if_it_answers(Limit.KEY, "app") is None
        other.submit(lambda: connection.close()).result()
    assert take_if_it_answers(Limit.KEY, "app")
