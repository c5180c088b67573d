"""What a person of the staff did on a day: own for everybody, all for auditors."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import submitted
from tests.crowd import NOON
from tests.queue_page import html, link, words
from tests.test_queue_scale import plan
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.portal import activity
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
PAGE = "/portal/activity/"


@pytest.fixture(autouse=True)
def _one_day():
    """No midnight comes between an act and the page of its day."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def ask(client):
    def ask(person, query=""):
        client.force_login(person)
        return client.get(PAGE + query)

    return ask


def test_own_moves_counts_and_entries(ask, request_in, meera):
    done = request_in(COMPLETED)
    request_in(FAILED)
    page = ask(meera)
    assert "My activity" in words(page)
    for told in ("Approved 1", "Paid 1", "Rejected 1", f"Paid {done.reference} alice"):
        assert told in words(page)
    assert f'href="/portal/requests/{done.id}/"' in html(page)


def test_what_others_did_is_not_ones_own(ask, request_in, rita):
    done = request_in(COMPLETED)
    assert done.reference not in html(ask(rita))


def test_someone_elses_is_for_auditors(ask, rita, asha, request_in):
    done = request_in(COMPLETED)
    assert ask(rita, "?person=meera").status_code == 403
    assert done.reference in html(ask(asha, "?person=meera"))


def test_auditor_sees_who_did_how_much(ask, asha, rita, request_in):
    request_in(COMPLETED), request_in(FAILED)
    transitions.start(submitted().id, actor=Actor.staff(rita))
    page = words(ask(asha))
    assert "meera Approved 1 · Paid 1 · Rejected 1 rita Approved 1" in page


def test_user_and_app_are_no_staff(ask, asha, request_in):
    request_in(CANCELLED)
    assert "Nobody moved a request on this day." in words(ask(asha))
    assert "No request was moved" in words(ask(asha, "?person=alice"))


def test_days_are_indian_and_lead_to_each_other(ask, rita, alice):
    # NOON is 12:00 in India: its day begins twelve hours before.
    for hours in (-12.01, -11.99, 11.99):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            transitions.start(submitted("alice", 100).id, actor=Actor.staff(rita))
    page = ask(rita, "?day=2026-03-01")
    assert "Approved 2" in words(page)
    before = ask(rita, link(page, "day-before").removeprefix(PAGE))
    assert "Sat 28 Feb 2026" in words(before) and "Approved 1" in words(before)


@pytest.mark.parametrize("day", ["x", "1900-01-01", "%00", "2026-13-01"])
def test_day_that_is_none_is_today(ask, rita, day):
    assert ask(rita, f"?day={day}").status_code == 200


def test_pages_by_key(ask, rita, alice, monkeypatch):
    monkeypatch.setattr(activity, "SIZE", 2)
    made = [submitted("alice", 100) for _ in range(3)]
    for each in made:
        transitions.start(each.id, actor=Actor.staff(rita))
    first = ask(rita)
    assert made[2].reference in html(first) and made[0].reference not in html(first)
    second = ask(rita, link(first, "page-after").removeprefix(PAGE))
    assert made[0].reference in html(second) and made[2].reference not in html(second)


def test_it_takes_few_queries_that_enter_indexes(client, asha, request_in):
    request_in(COMPLETED), request_in(FAILED)
    client.force_login(asha)
    for query in ("", "?person=meera"):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE + query)
        assert len(queries) <= 10
        if connection.vendor == "sqlite":
            for each in queries:
                if "withdrawals_statuschange" in each["sql"]:
                    assert "USING" in plan(each["sql"]), plan(each["sql"])
