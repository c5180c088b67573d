"""Work is written down with the money, and what came of it by whoever has the lease."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from outbox import box, dead, leases, work
from outbox.models import Job, JobState, Subscription
from outbox.verdicts import Done, NotNow, TryAgain
from outbox.work import MAX_ATTEMPTS
from outbox.worker import LEASE, Loop
from tests.jobs import lines, put
from wallet import clock

pytestmark = pytest.mark.django_db
NOWHERE = Path("/dev/null")


def claimed(which: str = leases.FREE, most: int = 50) -> list[Job]:
    return leases.claim(which, most, LEASE)


def do_all() -> None:
    """Do what is due, in this thread."""
    for job in claimed():
        work.do(job, LEASE)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def lose(job: Job) -> None:
    """Its worker does not come back in time."""
    Job.objects.filter(pk=job.pk).update(leased_until="2026-01-01T00:00Z")


def test_work_is_undone_with_its_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(NOWHERE, "job")
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_what_is_done_is_gone(tmp_path):
    put(tmp_path / "done", "job")
    do_all()
    assert lines(tmp_path / "done") == ["start job", "end job"]
    assert not Job.objects.exists()


def test_what_is_not_due_waits():
    put(NOWHERE, "job", after=60)
    assert claimed() == []


def test_nobody_else_takes_what_is_in_hand():
    job = put(NOWHERE, "job")
    assert [each.pk for each in claimed()] == [job.pk]
    assert claimed() == claimed(leases.LOST) == []


@pytest.mark.parametrize("act", ["raise", "fail"])
def test_what_failed_is_tried_again_later(act):
    job = put(NOWHERE, "job", act)
    do_all()
    job = fresh(job)
    assert (job.state, job.attempts, job.leased_until) == ("due", 1, None)
    assert job.last_error in ("ValueError: This is poison.", "It was refused.")
    assert job.due_at > job.created_at


def test_what_failed_often_enough_is_dead_with_its_error():
    job = put(NOWHERE, "job", "raise")
    Job.objects.update(attempts=MAX_ATTEMPTS - 1)
    do_all()
    assert fresh(job).state == JobState.DEAD
    assert fresh(job).last_error == "ValueError: This is poison."
    assert claimed() == []


def test_a_kind_that_nobody_does_is_an_error():
    job = box.put("nonsense", "", after=-LEASE)
    do_all()
    assert "names no handler of 'nonsense'" in fresh(job).last_error


def test_what_was_not_tried_costs_no_attempt():
    job = put(NOWHERE, "job", "later")
    do_all()
    assert fresh(job).attempts == 0
    assert fresh(job).due_at > job.due_at + timedelta(minutes=59)


def test_each_attempt_waits_longer_and_none_as_long_as_the_others():
    for attempts, seconds in [(1, 2), (2, 4), (5, 32), (11, 2048), (200, 3600)]:
        longest = timedelta(seconds=seconds)
        waits = {work.delay(attempts) for _ in range(50)}
        assert len(waits) > 40
        assert max(waits) <= longest and min(waits) < longest / 2 < max(waits)


@pytest.mark.parametrize(
    "verdict", [Done(), TryAgain("It was refused."), NotNow(LEASE)], ids=str
)
def test_whoever_lost_the_lease_records_nothing(verdict):
    put(NOWHERE, "job")
    [late] = claimed()
    lose(late)
    [job] = claimed(leases.LOST)
    assert not work.record(late, verdict)
    assert fresh(job).lease == job.lease and fresh(job).leased_until
    assert (fresh(job).attempts, fresh(job).last_error) == (2, "")
    assert work.record(job, verdict)


def test_the_note_of_a_lost_lease_is_not_written():
    put(NOWHERE, "job")
    [late] = claimed()
    lose(late)
    claimed(leases.LOST)
    assert not work.record(late, Done(lambda: put(NOWHERE, "note")))
    assert Job.objects.count() == 1


def test_a_note_that_fails_leaves_the_job():
    job = put(NOWHERE, "job")
    [job] = claimed()
    with pytest.raises(ZeroDivisionError):
        work.record(job, Done(lambda: 1 / 0))
    assert Job.objects.exists()


def test_what_was_in_hand_of_a_lost_worker_is_taken_alone():
    for number in range(3):
        put(NOWHERE, f"job{number}")
    for job in claimed():
        lose(job)
    loop = Loop(Event(), LEASE, until_idle=True)
    assert [len(loop._claim()) for _ in range(4)] == [1, 1, 1, 0]


# Order


def ordered(position: int, key: str = "key", **more) -> Job:
    return put(NOWHERE, f"job{position}", ordering_key=key, position=position, **more)


def test_the_second_of_a_key_waits_while_others_pass():
    second, first, other = ordered(2), ordered(1), ordered(3, "another")
    assert {job.pk for job in claimed()} == {first.pk, other.pk}
    assert claimed() == []
    work.record(fresh(first), Done())
    assert [job.pk for job in claimed()] == [second.pk]


def test_what_waits_behind_a_failure_waits_as_long():
    first, second = ordered(1, act="fail 5"), ordered(2)
    do_all()
    assert claimed() == []
    assert fresh(second).due_at >= fresh(first).due_at


def test_the_dead_hold_nobody_up():
    first, second = ordered(1), ordered(2)
    [job] = claimed()
    leases.bury(job, "It was refused.")
    assert [job.pk for job in claimed()] == [second.pk]
    assert dead.retry(first.pk)
    assert claimed() == [], "not beside the one that overtook it"


def test_a_retried_job_has_all_its_attempts_and_can_be_lost_beside_its_key():
    first, _ = ordered(1), ordered(2)
    leases.bury(claimed()[0], "It was refused.")
    lose(claimed()[0])
    assert dead.retry(first.pk)
    [job] = claimed()
    assert (job.pk, job.attempts, job.state) == (first.pk, 1, JobState.DUE)
    assert claimed(leases.LOST) == [], "the second, behind the first"


def test_only_the_dead_are_retried_or_dropped():
    job = put(NOWHERE, "job")
    assert not dead.retry(job.pk) and not dead.drop(job.pk)
    leases.bury(claimed()[0], "It was refused.")
    assert dead.drop(job.pk) and not dead.drop(job.pk)
    assert not Job.objects.exists()


# Events


def publish() -> None:
    box.publish("paid", "{}", subject="request 1", position=4)


def test_an_event_is_a_job_for_each_who_subscribed():
    for target in ("one", "two"):
        box.subscribe("hook", target, ["paid", "failed"])
    box.subscribe("hook", "three", ["failed"])
    publish()
    jobs = Job.objects.order_by("target")
    assert [(job.target, job.ordering_key) for job in jobs] == [
        ("one", "hook:one:request 1"),
        ("two", "hook:two:request 1"),
    ]
    assert {(job.kind, job.position, job.payload) for job in jobs} == {
        ("hook", 4, "{}")
    }


def test_an_event_behind_one_that_waits_is_due_with_it():
    box.subscribe("hook", "one", ["paid"])
    publish()
    later = clock.now() + timedelta(hours=5)
    Job.objects.update(due_at=later)
    box.publish("paid", "{}", subject="request 1", position=5)
    box.publish("paid", "{}", subject="request 2", position=1)
    behind, other = Job.objects.order_by("-position")[:3:2]
    assert (behind.position, behind.due_at) == (5, later)
    assert (other.position, other.due_at < later) == (1, True)


def test_an_event_costs_one_statement_whoever_hears_it():
    with CaptureQueriesContext(
        connection,
    ) as nobody:
        publish()
    for number in range(20):
        box.subscribe("hook", f"{number}", ["paid"])
    with CaptureQueriesContext(connection) as twenty:
        publish()
    assert len(nobody) == len(twenty) == 1
    assert Job.objects.count() == 20


def test_a_subscription_can_change_and_end():
    box.subscribe("hook", "one", ["paid", "failed"])
    box.subscribe("hook", "one", ["paid", "asked"])
    topics = Subscription.objects.values_list("topic", flat=True)
    assert set(topics) == {"paid", "asked"}
    box.subscribe("hook", "one", [])
    publish()
    assert not Job.objects.exists()
