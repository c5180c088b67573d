"""Reasons and messages to choose from, which admins write."""

import re
from html import unescape

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import submitted
from tests.queue_page import html, htmx, words
from wallet.journeys import together
from withdrawals import canned
from withdrawals.models import AuditEntry, CannedText
from withdrawals.states import Status

CLOSED = "The account is closed or blocked"
ADD = "/admin/withdrawals/cannedtext/add/"
OFFERED = {
    Status.PENDING: ["UPI ID not found", "Name at the bank does not match"],
    Status.PROCESSING: ["UPI ID not found", "Bank declined the payment"],
}


@pytest.fixture
def page(client, meera):
    client.force_login(meera)
    return lambda asked: client.get(f"/portal/requests/{asked.id}/")


def radios(page):
    return [
        unescape(value)
        for value in re.findall(
            r'type="radio" name="reason" value="([^"]*)"', html(page)
        )
    ]


@pytest.mark.parametrize("status", OFFERED)
def test_reasons_follow_the_status_and_end_with_other(page, request_in, status):
    found = radios(page(request_in(status)))
    assert found[:2] == OFFERED[status] and found[-1] == "Other"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"choice": "End of my shift"}, "End of my shift"),
        (
            {"choice": "End of my shift", "reason": "Ask rita"},
            "End of my shift: Ask rita",
        ),
        ({"choice": "Other", "reason": "Ill"}, "Ill"),
        ({"reason": "Ill"}, "Ill"),
    ],
)
def test_release_keeps_the_reason_that_was_chosen_or_written(
    client, request_in, meera, typed, kept
):
    approved = request_in(Status.PROCESSING)
    client.force_login(meera)
    url = f"/portal/requests/{approved.id}/"
    assert 'name="choice" value="End of my shift"' in html(client.get(url))
    client.post(f"{url}release/", {"version": approved.version} | typed)
    assert approved.status_changes.latest("id").note == kept


@pytest.mark.parametrize("typed", [{}, {"choice": "Other"}])
@pytest.mark.parametrize(
    ("act", "status", "told"),
    [
        ("release", Status.PROCESSING, "Say why the request goes back to review."),
        ("reverse", Status.COMPLETED, "Say why the payment came back."),
    ],
)
def test_act_without_a_reason_is_refused(
    client, request_in, meera, act, status, told, typed
):
    asked = request_in(status)
    client.force_login(meera)
    url = f"/portal/requests/{asked.id}/{act}/"
    answer = client.post(url, {"version": asked.version} | typed)
    assert answer.status_code == 422 and told in words(answer)
    asked.refresh_from_db()
    assert asked.status == status


def test_reason_that_is_not_offered_is_refused(client, completed, meera):
    client.force_login(meera)
    typed = {"version": completed.version, "choice": "No such"}
    answer = client.post(f"/portal/requests/{completed.id}/reverse/", typed)
    completed.refresh_from_db()
    assert (answer.status_code, completed.status) == (422, Status.COMPLETED)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"choice": CLOSED}, CLOSED),
        ({"choice": CLOSED, "reason": "says ICICI"}, f"{CLOSED}: says ICICI"),
        ({"choice": "Other", "reason": "Frozen"}, "Frozen"),
    ],
)
def test_user_reads_why_the_payment_came_back(client, completed, meera, typed, kept):
    client.force_login(meera)
    url = f"/portal/requests/{completed.id}/"
    assert f'name="choice" value="{CLOSED}"' in html(client.get(url))
    client.post(f"{url}reverse/", {"version": completed.version} | typed)
    completed.refresh_from_db()
    assert completed.failure_reason == kept


def test_admin_orders_adds_and_retires_them(page, pending):
    CannedText.objects.create(kind="reject", text="Asked <twice>", place=1)
    CannedText.objects.filter(text="Suspected misuse").update(active=False)
    assert radios(page(pending)) == [
        *("Asked <twice>", "UPI ID not found", "Name at the bank does not match"),
        "Other",
    ]


def test_reason_that_was_retired_meanwhile_is_taken(client, meera, pending):
    CannedText.objects.update(active=False)
    client.force_login(meera)
    sent = {"version": 1, "reason": "Suspected misuse"}
    client.post(f"/portal/requests/{pending.id}/fail/", sent)
    pending.refresh_from_db()
    assert pending.failure_reason == "Suspected misuse"


def test_no_more_is_offered_than_anyone_reads(db):
    CannedText.objects.bulk_create(
        CannedText(kind="message", text=str(number)) for number in range(99)
    )
    assert len(canned.offered(together(*canned.asked()))["message"]) == canned.MOST


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ("Awaiting admin approval", "Soon."),
        ("  ", "Soon."),
        ("Dear <Alice>,\r\n", "Dear <Alice>,\nSoon."),
    ],
)
def test_message_is_inserted_and_not_yet_saved(client, meera, pending, typed, then):
    client.force_login(meera)
    sent = {"insert": "yes", "canned": "Soon.", "message": typed}
    url = f"/portal/requests/{pending.id}/message/"
    for headers in ({}, htmx("request")):
        answer = client.post(url, sent, headers=headers)
        assert answer.status_code == 200
        assert f">{then}</textarea>" in unescape(html(answer))
        assert "Not saved yet" in words(answer)
    pending.refresh_from_db()
    assert pending.admin_notes == "Awaiting admin approval" and pending.version == 1


def test_admin_changes_are_in_the_audit_log(client, ada):
    client.force_login(ada)
    client.post(ADD, {"kind": "fail", "text": " Bank closed ", "place": "5"})
    made = CannedText.objects.get(text="Bank closed")
    change = f"/admin/withdrawals/cannedtext/{made.pk}/change/"
    client.post(change, {"kind": "fail", "text": "Bank is closed", "place": "5"})
    client.post(f"/admin/withdrawals/cannedtext/{made.pk}/delete/", {"post": "yes"})
    kept = AuditEntry.objects.filter(act="text_changed").order_by("id")
    assert [(each.actor, each.target) for each in kept][0] == (
        *("ada", "canned text Bank closed"),
    )
    assert kept[1].details == {"text": ["Bank closed", "Bank is closed"]}
    assert kept[2].details == {"deleted": True}


@pytest.mark.parametrize("text", ["", "   ", "a\0b", "bell\a", "\u202eevil", "x" * 501])
def test_text_that_users_cannot_read_is_refused(client, ada, text):
    client.force_login(ada)
    answer = client.post(ADD, {"kind": "fail", "text": text, "place": "5"})
    assert answer.status_code == 200 and "errorlist" in html(answer)


@pytest.mark.parametrize(
    "bad", [{"kind": "x"}, {"text": ""}, {"text": "Suspected misuse"}]
)
def test_database_keeps_the_rules_too(db, bad):
    with pytest.raises(IntegrityError), transaction.atomic():
        CannedText.objects.create(**{"kind": "reject", "text": "New"} | bad)


def test_who_may_not_write_is_offered_none(client, asha, alice):
    client.force_login(asha)
    page = client.get(f"/portal/requests/{submitted().id}/")
    assert 'name="canned"' not in html(page)


def test_who_may_not_write_inserts_none(client, asha, pending):
    client.force_login(asha)
    url = f"/portal/requests/{pending.id}/message/"
    assert client.post(url, {"insert": "yes", "canned": "Soon."}).status_code == 403
