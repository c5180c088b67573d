"""Taking a request in the portal, and acting on what somebody else has."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.crowd import make, row
from tests.everything import nothing_changes
from tests.queue_page import QUEUE, count_on, html, htmx, ids, shown, words
from tests.test_queue_scale import plan
from wallet import clock
from withdrawals import claims, notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import Claim
from withdrawals.states import Status

HTMX = htmx("request")
BOTH = pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def press(client, meera):
    """Press a button on a request as meera, as the browser does."""
    client.force_login(meera)

    def press(name, withdrawal, /, headers=None, **typed):
        url = reverse(f"portal:{name}", args=[withdrawal.id])
        sent = {"version": withdrawal.version} | typed
        return client.post(url, sent, headers=headers)

    return press


@pytest.fixture
def by_pavan(pavan):
    def take(withdrawal):
        claims.take(withdrawal.id, actor=Actor.staff(pavan))

    return take


def test_what_is_taken_is_marked_in_the_list_and_on_the_request(
    press, client, pending, rita
):
    assert "You have this, 15 min left" in words(press("take", pending, headers=HTMX))
    assert "taken by you" in words(client.get(QUEUE))
    client.force_login(rita)
    assert "taken by meera" in words(client.get(QUEUE))
    page = client.get(reverse("portal:request", args=[pending.id]))
    assert "meera has this, 15 min left" in words(page)


def test_claim_that_ended_is_marked_nowhere(client, meera, pending, by_pavan):
    client.force_login(meera)
    with clock.at(timezone.now() - timedelta(minutes=16)):
        by_pavan(pending)
    assert "pavan" not in words(client.get(f"{QUEUE}?open={pending.id}"))


MINE = f"{QUEUE}?tab=mine"


def test_mine_lists_and_counts_what_one_took_whoever_approved_it(
    press, client, pending, request_in, rita
):
    approved = request_in(Status.PROCESSING)
    for each in (pending, approved, pending):
        press("take", each)
    page = client.get(MINE)
    assert shown(page) == ids(pending, approved) and count_on(page, "mine") == "2"
    client.force_login(rita)
    assert shown(client.get(MINE)) == []


def give_back(withdrawal, meera, pavan):
    claims.give_back(withdrawal.id, actor=Actor.staff(meera))


def take_over(withdrawal, meera, pavan):
    claims.take(withdrawal.id, actor=Actor.staff(pavan), over="meera")


def reject(withdrawal, meera, pavan):
    transitions.fail(withdrawal.id, reason="No", actor=Actor.staff(meera))


@pytest.mark.parametrize("end", [give_back, take_over, reject])
def test_mine_holds_it_no_longer_than_one_has_it(
    press, client, pending, meera, pavan, end
):
    press("take", pending)
    end(pending, meera, pavan)
    assert shown(client.get(MINE)) == []


def test_mine_holds_it_no_longer_than_15_minutes(press, client, pending, meera):
    press("take", pending)
    with clock.at(timezone.now() + timedelta(minutes=16)):
        client.force_login(meera)
        assert shown(client.get(MINE)) == []
        assert claims.taken_by("meera") == []
    assert claims.taken_by("meera") == [pending.id]


def test_request_that_one_took_and_is_named_in_stands_in_mine_once(
    press, client, pending, rita
):
    notes.add_note(pending.id, "@meera look", actor=Actor.staff(rita))
    press("take", pending)
    page = client.get(MINE)
    assert shown(page) == ids(pending) and count_on(page, "mine") == "1"


def test_what_one_took_is_found_by_index(press, pending):
    press("take", pending)
    made = make(*(row(minutes=each) for each in range(3000)))
    ends = clock.now() + timedelta(minutes=9)
    Claim.objects.bulk_create(
        Claim(withdrawal=each, holder=f"clerk{number % 99}", until=ends)
        for number, each in enumerate(made)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        assert claims.taken_by("meera") == [pending.id]
    assert "claim_holder_until" in plan(queries[0]["sql"])


def test_given_back_is_free(press, pending):
    press("take", pending)
    page = press("give_back", pending, headers=HTMX)
    assert ">Take</button>" in html(page)


@BOTH
def test_taking_what_a_colleague_took_first_offers_to_take_it_over(
    press, pending, by_pavan, headers
):
    by_pavan(pending)
    with nothing_changes():
        page = press("take", pending, headers=headers)
    assert page.status_code == 409
    assert "pavan has this" in words(page)
    page = press("take", pending, headers=HTMX, over="pavan")
    assert "You have this" in words(page)
    assert re.search("Taken over .* you: From pavan", words(page))


@BOTH
@pytest.mark.parametrize(
    ("name", "status", "typed", "target"),
    [
        ("start", Status.PENDING, {}, Status.PROCESSING),
        ("fail", Status.PENDING, {"reason": "Suspected misuse"}, Status.FAILED),
        ("release", Status.PROCESSING, {"reason": "Unsure"}, Status.PENDING),
        ("complete", Status.PROCESSING, {"utr": "512345678901"}, Status.COMPLETED),
        (
            "fail",
            Status.PROCESSING,
            {"reason": "Other", "detail": "<odd>"},
            Status.FAILED,
        ),
        ("message", Status.PENDING, {"message": "Soon"}, Status.PENDING),
    ],
)
def test_acting_on_what_a_colleague_has_asks_once_more_and_keeps_what_was_typed(
    press, request_in, by_pavan, name, status, typed, target, headers
):
    withdrawal = request_in(status)
    by_pavan(withdrawal)
    with nothing_changes():
        page = press(name, withdrawal, headers=headers, **typed)
    assert page.status_code == 409
    assert "pavan has this request, 15 min left" in words(page)
    assert all(each in words(page) for each in typed.values())
    again = asked(page)
    assert typed.items() <= again.items()
    press(name, withdrawal, headers=headers, **again)
    withdrawal.refresh_from_db()
    assert withdrawal.status == target


def asked(page):
    """What "... all the same" sends."""
    form = html(page).split("all the same")[0].rpartition("<form")[2]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    sent = {
        name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found
    }
    return {
        name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"
    }


def test_all_the_same_means_whom_one_saw(press, pending, rita, by_pavan):
    by_pavan(pending)
    sent = asked(press("start", pending))
    claims.take(pending.id, actor=Actor.staff(rita), over="pavan")
    page = press("start", pending, **sent)
    assert page.status_code == 409
    assert "rita has this request" in words(page)


def test_all_the_same_does_not_pass_over_what_was_done(press, pending, by_pavan, pavan):
    by_pavan(pending)
    sent = asked(press("start", pending))
    notes.edit_message(pending.id, "Soon", actor=Actor.staff(pavan))
    with nothing_changes():
        assert press("start", pending, **sent).status_code == 409


def test_note_beside_a_colleagues_work_needs_no_question(press, pending, by_pavan):
    by_pavan(pending)
    assert press("note", pending, note="I called").status_code == 302


def test_acting_ends_what_one_has(press, pending):
    press("take", pending)
    page = press("start", pending, headers=HTMX)
    assert "You have this" not in words(page)


def test_auditor_sees_who_has_it_and_takes_nothing(client, asha, pending, by_pavan):
    by_pavan(pending)
    client.force_login(asha)
    page = client.get(reverse("portal:request", args=[pending.id]))
    assert "pavan has this" in words(page)
    assert "/take/" not in html(page)
