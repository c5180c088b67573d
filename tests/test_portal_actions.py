"""The buttons on a request: what each does, with htmx and without."""

import json
import re

import pytest
from django.urls import reverse

from tests.everything import nothing_changes
from tests.queue_page import html, htmx, words
from wallet import ledger
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
UTR = "512345678901"
REASON = {"reason": "Account closed"}
# Each button: where it stands, what is typed, where it leads, alice's coins then.
ACTS = [
    ("start", PENDING, {}, PROCESSING, 1500),
    ("release", PROCESSING, REASON, PENDING, 1500),
    ("complete", PROCESSING, {"utr": UTR}, COMPLETED, 1500),
    ("fail", PENDING, {"reason": "Suspected misuse"}, FAILED, 2000),
    ("fail", PROCESSING, {"reason": "Other", "detail": "Odd"}, FAILED, 2000),
    ("reverse", COMPLETED, REASON, FAILED, 2000),
    ("message", PENDING, {"message": "Soon"}, PENDING, 1500),
    ("note", COMPLETED, {"note": "Called"}, COMPLETED, 1500),
]
NAMES = [name for name, *_ in ACTS]


@pytest.fixture
def press(client, meera):
    """Press a button on a request as meera, as the browser does."""
    client.force_login(meera)

    def press(name, withdrawal, /, headers=None, query="", **typed):
        url = reverse(f"portal:{name}", args=[withdrawal.id]) + query
        sent = {"version": withdrawal.version} | typed
        sent = {key: value for key, value in sent.items() if value is not None}
        return client.post(url, sent, headers=headers)

    return press


@pytest.mark.parametrize(("name", "status", "typed", "target", "coins"), ACTS)
def test_act_without_a_script_leads_back_to_the_page(
    press, client, request_in, name, status, typed, target, coins
):
    withdrawal = request_in(status)
    response = press(name, withdrawal, query="?tab=pay&after=x", **typed)
    page = reverse("portal:request", args=[withdrawal.id])
    assert (response.status_code, response.url) == (302, f"{page}?after=x&tab=pay")
    assert re.search(r'role="status">.*?<p>.+?</p>', html(client.get(page)))
    withdrawal.refresh_from_db()
    assert (withdrawal.status, ledger.balance("alice")) == (target, coins)


@pytest.mark.parametrize(("name", "status", "typed", "target", "coins"), ACTS)
def test_act_with_htmx_brings_the_request_as_it_is_now(
    press, request_in, name, status, typed, target, coins
):
    withdrawal = request_in(status)
    response = press(name, withdrawal, headers=htmx("request"), **typed)
    assert response.status_code == 200
    assert "<html" not in html(response)
    assert f'status badge status-{target}"' in html(response)
    told = json.loads(response["HX-Trigger-After-Settle"])["withdrawal-changed"][
        "words"
    ]
    assert told and told in words(response)
    assert ledger.balance("alice") == coins


def test_words_say_what_happened_to_the_coins(press, request_in):
    reject = {"headers": htmx("request"), "reason": "Suspected misuse"}
    response = press("fail", request_in(PENDING), **reject)
    assert "500 coins are back with alice" in words(response)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"reason": "UPI ID not found"}, "UPI ID not found"),
        ({"reason": "UPI ID not found", "detail": " x "}, "UPI ID not found: x"),
        ({"reason": "Other", "detail": "A reason: mine"}, "A reason: mine"),
    ],
)
def test_reason_and_its_detail_are_one_sentence(press, pending, typed, reason):
    press("fail", pending, **typed)
    pending.refresh_from_db()
    assert pending.failure_reason == reason


def test_history_names_who_pressed(press, pending):
    press("start", pending)
    change = StatusChange.objects.filter(withdrawal=pending).latest("created_at")
    assert (change.actor_kind, change.actor) == ("staff", "meera")


def test_utr_is_kept_in_capitals(press, processing):
    press("complete", processing, utr=" ax12bc34 ")
    processing.refresh_from_db()
    assert processing.utr == "AX12BC34"


@pytest.mark.parametrize("headers", [None, htmx("request")], ids=["plain", "htmx"])
@pytest.mark.parametrize(("name", "status", "typed", "target", "coins"), ACTS[:-1])
def test_same_button_pressed_twice_acts_once(
    press, request_in, name, status, typed, target, coins, headers
):
    withdrawal = request_in(status)
    press(name, withdrawal, headers=headers, **typed)
    with nothing_changes():
        again = press(name, withdrawal, headers=headers, **typed)
    assert again.status_code == 409
    assert "by you" in words(again)
    assert ledger.balance("alice") == coins


@pytest.mark.parametrize(
    ("name", "status", "typed"),
    [
        ("start", PROCESSING, {}),
        ("complete", PENDING, {"utr": UTR}),
        ("release", PENDING, REASON),
        ("fail", COMPLETED, {"reason": "Suspected misuse"}),
        ("fail", CANCELLED, {"reason": "Suspected misuse"}),
        ("reverse", PROCESSING, REASON),
        ("reverse", FAILED, REASON),
        ("complete", COMPLETED, {"utr": UTR}),
    ],
)
def test_button_that_does_not_belong_here_is_a_conflict(
    press, request_in, name, status, typed
):
    withdrawal = request_in(status)
    with nothing_changes():
        assert press(name, withdrawal, **typed).status_code == 409


@pytest.mark.parametrize("headers", [None, htmx("request")], ids=["plain", "htmx"])
def test_who_comes_second_reads_who_was_first(press, client, processing, rita, headers):
    seen = CoinWithdrawal.objects.get(id=processing.id)
    press("complete", processing, utr="999988887777")
    client.force_login(rita)
    with nothing_changes():
        response = press("release", seen, headers=headers, reason="Mine after all")
    assert response.status_code == 409
    assert "Paid by meera, now." in words(response)
    assert "Mine after all" in words(response)
    assert "999988887777" in words(response)
    assert ("HX-Trigger" in response) == bool(headers)


def test_who_meets_a_new_message_reads_who_wrote_it(press, client, pending, rita):
    seen = CoinWithdrawal.objects.get(id=pending.id)
    press("message", pending, message="We need a day more")
    client.force_login(rita)
    response = press("start", seen)
    assert response.status_code == 409
    assert "Message changed by meera, now." in words(response)


def test_typed_utr_stays_in_its_field_after_a_conflict(
    press, client, processing, pavan
):
    press("message", processing, message="Soon")
    client.force_login(pavan)
    response = press("complete", processing, utr="512345678901")
    assert response.status_code == 409
    assert re.search(r'name="utr" value="512345678901"', html(response))
    assert 'aria-invalid="true"' not in html(response)


def test_note_needs_no_version(press, pending):
    press("message", pending, message="Soon")
    assert press("note", pending, note="Called twice").status_code == 302
    assert Note.objects.filter(kind="internal", text="Called twice").count() == 1
