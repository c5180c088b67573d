"""Workers as processes: they share, are killed, paused, stopped, and lose nothing."""

import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from outbox.models import Job, JobState
from outbox.work import MAX_ATTEMPTS, NEVER_CAME_BACK
from tests import receiver
from tests.api import MAKER
from tests.conftest import give, submitted
from tests.jobs import environment, lines, put, wait_for, worker
from tests.ledger_processes import found_by_processes  # noqa: F401 (fixture)
from tests.patience import SLOW, wait_until
from tests.receiver import receiving
from tests.test_run import ROOT
from withdrawals.events import Event
from withdrawals.integrations import keys
from withdrawals.notifications import endpoints
from withdrawals.notifications.models import Message

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("found_by_processes"),
]
IDLE = "--until-idle"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "done"


def test_many_workers_do_each_job_once(file):
    names = [f"job{number}" for number in range(300)]
    for name in names:
        put(file, name)
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(IDLE)) for _ in range(3)]
        assert [each.wait(SLOW) for each in workers] == [0, 0, 0]
    assert sorted(lines(file)) == sorted(
        f"{word} {name}" for name in names for word in ("start", "end")
    )
    assert not Job.objects.exists()


def test_jobs_of_one_key_are_done_in_order_and_one_by_one(file):
    for number in range(60):
        put(file, f"{number}", ordering_key=f"key{number % 3}", position=number)
    with worker(IDLE) as one, worker(IDLE) as other:
        assert (one.wait(SLOW), other.wait(SLOW)) == (0, 0)
    for key in range(3):
        mine = [line for line in lines(file) if int(line.split()[1]) % 3 == key]
        numbers = range(key, 60, 3)
        assert mine == [f"{word} {n}" for n in numbers for word in ("start", "end")]


def test_the_job_of_a_killed_worker_is_done_by_another(file):
    job = put(file, "job", "sleep 1")
    with worker("--lease", "2") as process:
        wait_for(file, "start job")
        process.kill()
    job.refresh_from_db()
    assert job.attempts == 1, "counted before the work"
    with worker("--lease", "8"):  # which a busy machine does not outlast
        wait_for(file, "end job")
    assert lines(file) == ["start job", "start job", "end job"]


def test_a_worker_paused_past_its_lease_records_nothing(file):
    job = put(file, "job", "slow-or-fail")
    with worker("--lease", "1") as paused:
        wait_for(file, "start job")
        paused.send_signal(signal.SIGSTOP)
        with worker("--lease", "1") as other:
            wait_until(lambda: Job.objects.exclude(last_error="").exists())
            other.kill()
        paused.send_signal(signal.SIGCONT)
        wait_for(file, "end job")
        paused.terminate()
        assert paused.wait(SLOW) == 0
    job.refresh_from_db()
    assert (job.state, job.last_error) == (JobState.DUE, "It was refused.")


def test_a_job_that_kills_its_workers_ends_dead_and_harms_no_other(file):
    poison = put(file, "poison", "die")
    Job.objects.update(attempts=MAX_ATTEMPTS - 2)
    for _ in range(2):
        with worker("--lease", "0.5", "--threads", "1") as process:
            assert process.wait(SLOW) == -signal.SIGKILL
        put(file, "good")
    with worker("--lease", "0.5", "--threads", "1"):
        wait_until(lambda: lines(file).count("end good") == 2)
        wait_until(lambda: Job.objects.filter(state=JobState.DEAD).exists())
    poison.refresh_from_db()
    assert poison.last_error == NEVER_CAME_BACK


def test_told_to_stop_it_finishes_its_job_and_gives_the_others_back(file):
    for number in range(40):
        put(file, f"quick{number}")
    slow = [put(file, f"slow{number}", "sleep 2") for number in range(5)]
    with worker("--threads", "1") as process:
        wait_for(file, "start slow0")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SLOW) == 0
    assert lines(file)[-1] == "end slow0"
    rest = list(Job.objects.order_by("pk"))
    assert [job.pk for job in rest] == [job.pk for job in slow[1:]]
    assert {(job.attempts, job.leased_until) for job in rest} == {(0, None)}


def test_it_ends_with_the_process_that_started_it(file):
    put(file, "job")
    child = f"{sys.executable} manage.py worker --with-parent & wait"
    with subprocess.Popen(
        ["sh", "-c", child], cwd=ROOT, env=environment(), stdout=subprocess.PIPE
    ) as parent:
        wait_for(file, "end job")
        parent.kill()
        parent.communicate(timeout=SLOW)  # until nobody has its output open


@pytest.fixture
def alone(settings):
    settings.WEBHOOK_LOOPBACK = True
    return {"API_REQUIRE_KEY": "false"}  # for the worker: may call this machine


def test_an_event_survives_the_worker_that_was_sending_it(alone):
    give("alice", 1000)
    shop = keys.create_app("shop", "Rewards shop", actor=MAKER)
    behaviours = iter([receiver.hangs, receiver.answers(200)])
    with receiving(lambda line: next(behaviours)(line)) as there:
        endpoints.create(shop, there.url, Event.values, is_test=False, actor=MAKER)
        submitted()
        with worker("--lease", "2", **alone) as killed:
            wait_until(lambda: len(there.heads) == 1)
            killed.kill()
        with worker("--lease", "8", **alone):
            wait_until(Message.objects.filter(state="delivered").exists)
    assert len({head["webhook-id"] for head in there.heads}) == 1
    assert len(there.heads) == 2 and not Job.objects.exists()
