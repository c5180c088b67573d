"""The line that tells of new requests, and forms that count once."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.conftest import staff, submitted
from tests.crowd import NOON, make, row
from tests.everything import nothing_changes
from tests.queue_page import QUEUE, html, htmx, words
from wallet import clock
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import Note
from withdrawals.states import Status


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


def asks(page):
    """What the line on the page asks every 30 seconds."""
    found = re.findall(r'id="news-line" hx-get="([^"]*)"', html(page))
    return unescape(found[0])


def shown_at_noon(portal, query=""):
    with clock.at(NOON):
        return portal.get(f"{QUEUE}{query}")


@pytest.mark.parametrize(
    ("made", "told"), [(0, ""), (1, "1 new request ·"), (3, "3 new requests ·")]
)
def test_line_tells_what_was_made_since(portal, made, told):
    make(row(minutes=-1))
    page = shown_at_noon(portal, "?tab=review")
    assert "new request" not in words(page)
    make(*(row(minutes=each + 1) for each in range(made)))
    answer = portal.get(asks(page), headers=htmx("news-line"))
    assert (answer.status_code == 204) == (made == 0)
    assert told in words(answer)


def test_line_counts_what_the_view_shows(portal):
    page = shown_at_noon(portal, "?tab=review&user=bob")
    make(row(minutes=1), row(minutes=1, user_id="bob"), row(Status.FAILED, minutes=1))
    answer = portal.get(asks(page), headers=htmx("news-line"))
    assert "1 new request ·" in words(answer)
    assert 'href="/portal/?tab=review&amp;user=bob"' in html(answer)


@pytest.fixture
def seen_at_noon(portal, alice):
    """The line of a tab that rita looks at, after what happened to a request."""

    def tell(tab, happen, minutes=0):
        with clock.at(NOON + timedelta(minutes=minutes)):
            withdrawal = submitted()
        page = shown_at_noon(portal, f"?tab={tab}")
        with clock.at(NOON + timedelta(minutes=1)):
            happen(withdrawal)
            return words(portal.get(asks(page), headers=htmx("news-line")))

    return tell


def approve(withdrawal):
    transitions.start(withdrawal.id, actor=Actor.staff(staff("zoe", "Reviewers")))


def pay(withdrawal):
    approve(withdrawal)
    payer = Actor.staff(staff("yan", "Payers"))
    transitions.complete(withdrawal.id, utr="512345678901", actor=payer)


def reject(withdrawal):
    by = Actor.staff(staff("zoe", "Reviewers"))
    transitions.fail(withdrawal.id, reason="No", actor=by)


def name_rita(withdrawal):
    by = Actor.staff(staff("zoe", "Reviewers"))
    notes.add_note(withdrawal.id, "@rita look", actor=by)


def wait(withdrawal):
    pass


ARRIVALS = [
    ("pay", approve, 0),
    ("completed", pay, 0),
    ("failed", reject, 0),
    ("mine", name_rita, 0),
    ("late", wait, -24 * 60 + 0.5),
]


@pytest.mark.parametrize(("tab", "happen", "minutes"), ARRIVALS)
def test_line_tells_what_came_to_a_tab(seen_at_noon, tab, happen, minutes):
    assert "1 more request ·" in seen_at_noon(tab, happen, minutes)


@pytest.mark.parametrize("tab", ["pay", "completed", "failed", "mine", "late"])
def test_line_tells_nothing_of_what_is_elsewhere(seen_at_noon, tab):
    assert "more request" not in seen_at_noon(tab, wait)


def test_what_was_told_is_not_told_again(portal):
    page = shown_at_noon(portal)
    make(row(minutes=1))
    answer = portal.get(asks(page), headers=htmx("news-line"))
    assert portal.get(asks(answer), headers=htmx("news-line")).status_code == 204


@pytest.mark.parametrize("since", ["", "x", "2026-01-01", "9999-12-31T23:59:59-23:00"])
def test_time_that_is_none_is_now(portal, since):
    make(row())
    page = portal.get(reverse("portal:news"), {"since": since, "told": "0"})
    assert page.status_code == 204


def test_line_costs_few_queries(portal, django_assert_max_num_queries):
    page = shown_at_noon(portal)
    make(*(row(minutes=each + 1) for each in range(30)))
    with django_assert_max_num_queries(5):
        portal.get(asks(page), headers=htmx("news-line"))


def test_whoever_is_signed_out_is_told_so_and_stays(client, db):
    headers = htmx("news-line", f"{QUEUE}?tab=review") | {"X-Polling": "1"}
    answer = client.get(reverse("portal:news"), headers=headers)
    assert answer.status_code == 286
    assert "You are signed out" in words(answer)
    assert "/accounts/login/?next=/portal/%3Ftab%3Dreview" in html(answer)


@pytest.mark.parametrize("headers", [None, htmx("request")], ids=["plain", "htmx"])
def test_form_of_a_note_counts_once(portal, pending, headers):
    page = portal.get(reverse("portal:request", args=[pending.id]))
    token = re.findall(r'name="token" value="([^"]*)"', html(page))[0]
    url = reverse("portal:note", args=[pending.id])
    portal.post(url, {"note": "Called", "token": token}, headers=headers)
    with nothing_changes():
        portal.post(url, {"note": "Called", "token": token}, headers=headers)
    assert Note.objects.filter(text="Called").count() == 1


def test_form_of_a_note_sent_again_with_other_words_says_so(portal, pending):
    url, token = reverse("portal:note", args=[pending.id]), str(uuid4())
    portal.post(url, {"note": "Called", "token": token})
    answer = portal.post(url, {"note": "Called twice", "token": token})
    assert answer.status_code == 422
    assert "Press again to add these too" in words(answer)
    assert "Called twice</textarea>" in html(answer)
    assert f'value="{token}"' not in html(answer)


def test_the_same_words_in_another_form_are_another_note(portal, pending):
    url = reverse("portal:note", args=[pending.id])
    for _ in range(2):
        portal.post(url, {"note": "Called", "token": str(uuid4())})
    assert Note.objects.filter(text="Called").count() == 2


def test_time_of_the_line_moves_with_the_list(portal):
    with clock.at(NOON + timedelta(minutes=5)):
        page = portal.get(QUEUE, headers=htmx("queue"))
    assert "2026-03-01T06%3A35" in asks(page)
