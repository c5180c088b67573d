"""Taking a request in the portal, and acting on what somebody else has."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.everything import nothing_changes
from tests.queue_page import QUEUE, html, htmx, words
from wallet import clock
from withdrawals import claims, notes
from withdrawals.actors import Actor
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
