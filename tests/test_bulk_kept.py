"""What a run did is kept as it was, and found again."""

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from tests.conftest import submitted
from tests.crowd import NOON
from tests.queue_page import html, words
from withdrawals.actors import Actor
from withdrawals.portal.bulk import run
from withdrawals.portal.bulk.models import BulkLine, BulkRun, Outcome
from withdrawals.portal.bulk.plan import Line, Plan

LINES, RUNS = "portal_bulkline", "portal_bulkrun"
ATTACKS = {
    "say another did it": f"UPDATE {RUNS} SET actor = 'eve'",
    "say another reason": f"UPDATE {RUNS} SET reason = 'x'",
    "delete the run": f"DELETE FROM {RUNS}",
    "delete a line": f"DELETE FROM {LINES}",
    "undo what is done": f"UPDATE {LINES} SET outcome = 'waiting' "
    "WHERE outcome = 'done'",
    "do what was refused": f"UPDATE {LINES} SET outcome = 'done' "
    "WHERE outcome = 'refused'",
    "say another reason why": f"UPDATE {LINES} SET words = 'x' "
    "WHERE outcome = 'refused'",
    "another transaction ID": f"UPDATE {LINES} SET utr = '1' WHERE outcome = 'waiting'",
    "another place": f"UPDATE {LINES} SET place = place + 9",
    "another pasted line": f"UPDATE {LINES} SET pasted = 'x'",
    "no request": f"UPDATE {LINES} SET withdrawal_id = NULL, outcome = 'refused', "
    "words = 'x' WHERE outcome = 'waiting'",
}


@pytest.fixture(autouse=True)
def _one_day():
    """No midnight comes between a run and the page of its day."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def kept(rita, alice) -> BulkRun:
    """A run with a line of each outcome: one done, one refused, one that waits."""
    done, waiting = (Line.of(submitted("alice", 300)) for _ in range(2))
    refused = Line.of(submitted("alice", 300), words="Somebody else has it.")
    plan = Plan("start", "rita", [done, refused], token="t1", view="/portal/")
    first = BulkRun.objects.get(id=run.begin(plan, ""))
    run.go_on(first, actor=Actor.staff(rita))
    run.begin(Plan("start", "rita", [waiting], token="t2", view=""), "")
    return first


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_record_of_a_run_cannot_be_changed(kept, attack):
    assert {*BulkLine.objects.values_list("outcome", flat=True)} == {*Outcome.values}
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(attack)


def test_runs_of_the_day_lead_to_their_results(client, kept, asha):
    client.force_login(asha)
    page = client.get("/portal/activity/")
    told = "Approve requests rita 1 approved · 1 not changed"
    assert told in words(page)
    assert "Approve requests rita 1 not done yet" in words(page)
    assert f'href="/portal/bulk/{kept.id}/"' in html(page)


def test_runs_are_those_of_the_person_and_the_day(client, kept, rita, pavan):
    client.force_login(pavan)
    assert "Approve requests" not in words(client.get("/portal/activity/"))
    client.force_login(rita)
    assert "1 approved · 1 not changed" in words(client.get("/portal/activity/"))
    before = client.get("/portal/activity/?day=2020-01-01")
    assert "Approve requests" not in words(before)
