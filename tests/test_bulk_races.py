"""Runs that meet each other, and runs that are stopped: each request moves once."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from tests.conftest import give, staff, submitted
from tests.ledger_processes import found_by_processes  # noqa: F401 (a fixture)
from tests.test_races import race
from tests.test_run import DEMO, ROOT
from wallet import verification
from wallet.retries import Busy
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.portal.bulk import acts, run
from withdrawals.portal.bulk.models import BulkLine, BulkRun, Outcome
from withdrawals.portal.bulk.plan import Line, Plan
from withdrawals.states import Status

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _the_ledger_stays_clean(transactional_db):
    yield
    assert list(verification.differences()) == []


@pytest.fixture
def crowd(transactional_db):
    for number in range(12):
        give(f"user{number}", 1000)
    return [submitted(f"user{number}", 100) for number in range(12)]


def plan(person: User, act, rows) -> Plan:
    return Plan(act, person.get_username(), [Line.of(each) for each in rows])


def confirm(person: User, each: Plan, reason: str = "") -> BulkRun:
    kept = BulkRun.objects.get(id=run.begin(each, reason))
    run.go_on(kept, actor=Actor.staff(person))
    return kept


def outcomes(kept: BulkRun) -> list[str]:
    return list(kept.lines.order_by("place").values_list("outcome", flat=True))


def told(kept: BulkRun) -> set[str]:
    return set(kept.lines.filter(outcome="refused").values_list("words", flat=True))


def test_two_who_approve_overlapping_selections_start_each_once(crowd):
    rita, zoe = staff("rita", "Reviewers"), staff("zoe", "Reviewers")
    first, second = plan(rita, "start", crowd[:9]), plan(zoe, "start", crowd[3:])
    runs = race(lambda: confirm(rita, first), lambda: confirm(zoe, second))
    started = StatusChange.objects.filter(to_status=Status.PROCESSING)
    assert started.count() == len(crowd)
    for kept, other in zip(runs, ("zoe", "rita"), strict=True):
        mine = CoinWithdrawal.objects.filter(started_by=kept.actor)
        done = kept.lines.filter(outcome=Outcome.DONE)
        assert set(mine) == {each.withdrawal for each in done}
        assert told(kept) <= {f"already processing by {other}"}
    assert BulkLine.objects.filter(outcome=Outcome.REFUSED).count() == 6


def test_confirm_sent_eight_times_at_once_acts_once(crowd):
    rita = staff("rita", "Reviewers")
    the_plan = plan(rita, "fail", crowd)
    runs = race(*[lambda: confirm(rita, the_plan, "Ring")] * 8)
    assert len({each.id for each in runs}) == 1
    assert outcomes(runs[0]) == ["done"] * 12
    assert CoinWithdrawal.objects.filter(status=Status.FAILED).count() == 12


def test_two_who_enter_one_transaction_id_for_two_requests(crowd):
    meera, pavan = staff("meera", "Reviewers", "Payers"), staff("pavan", "Payers")
    confirm(meera, plan(meera, "start", crowd[:2]))
    due = list(CoinWithdrawal.objects.to_pay())
    plans = [
        Plan("complete", person.username, [Line.of(each, utr="512345678901")])
        for person, each in zip((meera, pavan), due, strict=True)
    ]
    runs = race(
        *[
            lambda person=person, each=each: confirm(person, each)
            for person, each in zip((meera, pavan), plans, strict=True)
        ]
    )
    assert sorted(outcomes(each)[0] for each in runs) == ["done", "refused"]
    (words,) = set.union(*map(told, runs))
    assert words.startswith("the transaction ID is the payment of WD")


# The process dies inside the sixth act, after its move and before its mark.
KILLED = """
import os, signal, sys
from dataclasses import replace
import django
django.setup()
from django.contrib.auth.models import User
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.portal.bulk import acts, run
from withdrawals.portal.bulk.models import BulkRun

moved = []

def start(*args, **kwargs):
    transitions.start(*args, **kwargs)
    moved.append(args)
    if len(moved) == 6:
        os.kill(os.getpid(), signal.SIGKILL)

acts.ACTS["start"] = replace(acts.ACTS["start"], move=start)
rita = Actor.staff(User.objects.get(username="rita"))
run.go_on(BulkRun.objects.get(), actor=rita)
"""


@pytest.mark.usefixtures("found_by_processes")
def test_run_that_is_killed_tells_what_is_done_and_goes_on(crowd):
    rita = staff("rita", "Reviewers")
    kept = BulkRun.objects.get(id=run.begin(plan(rita, "start", crowd), ""))
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings"} | DEMO
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env)
    assert killed.returncode == -signal.SIGKILL
    assert outcomes(kept) == ["done"] * 5 + ["waiting"] * 7
    started = StatusChange.objects.filter(to_status=Status.PROCESSING)
    assert started.count() == 5
    run.go_on(kept, actor=Actor.staff(rita))
    assert outcomes(kept) == ["done"] * 12
    assert started.count() == 12


def test_run_stops_where_the_database_does_not_answer(crowd, monkeypatch):
    rita = staff("rita", "Reviewers")

    def busy(*args, **kwargs):
        raise Busy("no answer")

    with monkeypatch.context() as patch:
        silent = replace(acts.ACTS["start"], move=busy)
        patch.setitem(acts.ACTS, "start", silent)
        kept = confirm(rita, plan(rita, "start", crowd))
    assert outcomes(kept) == ["waiting"] * 12
    confirm(rita, plan(rita, "start", crowd[:1]))
    run.go_on(kept, actor=Actor.staff(rita))
    assert outcomes(kept) == ["refused"] + ["done"] * 11
    assert told(kept) == {"already processing by rita"}
