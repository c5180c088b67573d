"""Many requests in one go: selection, preview, run, result."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.conftest import give, staff, submitted
from tests.crowd import make, row
from tests.everything import nothing_changes
from tests.queue_page import html, words
from wallet import ledger
from withdrawals import claims, notes, transitions
from withdrawals.actors import Actor
from withdrawals.models import AuditEntry, CoinWithdrawal, StatusChange
from withdrawals.portal.bulk.models import BulkLine, BulkRun
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
BULK, CONFIRM = "/portal/bulk/", "/portal/bulk/confirm/"


@pytest.fixture
def portal(client, meera):
    """meera's browser: she reviews and pays."""
    client.force_login(meera)
    return client


@pytest.fixture
def crowd(alice):
    """Three pending requests of people with coins."""
    for name in ("asif", "bela", "chand"):
        give(name, 1000)
    return [submitted(name, 300) for name in ("asif", "bela", "chand")]


def preview(portal, act, *rows, query="", **more):
    sent = {"act": act, "select": [str(each.id) for each in rows]} | more
    return portal.post(BULK + query, sent)


def plan_of(page):
    found = re.search(r'name="plan" value="([^"]+)"', html(page))
    return unescape(found[1]) if found else ""


def confirm(portal, page, **typed):
    """Press the button of the preview; the page of the result."""
    response = portal.post(CONFIRM, {"plan": plan_of(page)} | typed)
    assert response.status_code == 302, words(response)
    return portal.get(response.url)


def statuses(rows):
    return [CoinWithdrawal.objects.get(id=each.id).status for each in rows]


def test_preview_counts_and_changes_nothing(portal, crowd, request_in):
    done = request_in(COMPLETED)
    with nothing_changes():
        page = preview(portal, "start", *crowd, done)
    text = words(page)
    assert "Approve 3 requests, ₹90.00" in text
    assert f"{done.reference} alice" in text and "already paid" in text
    assert "They go to To pay under your name." in text


def test_preview_of_an_approval_warns_of_what_the_list_marks(portal, crowd):
    make(row(COMPLETED, user_id="else", upi_id=crowd[0].upi_id))
    text = words(preview(portal, "start", *crowd))
    assert "2 requests go to a UPI ID that was never paid." in text
    assert "1 request goes to a UPI ID that other users have too." in text
    assert f"{crowd[0].upi_id} shared" in text and f"{crowd[1].upi_id} new" in text
    assert "never paid" not in words(preview(portal, "take", *crowd))


ACTS = [
    ("start", PENDING, {}, PROCESSING, "approved"),
    ("release", PROCESSING, {"detail": "Shift ends"}, PENDING, "released"),
    ("release", PROCESSING, {"choice": "End of my shift"}, PENDING, "released"),
    ("fail", PENDING, {"choice": "Suspected misuse"}, FAILED, "failed and refunded"),
    ("fail", PROCESSING, {"choice": "Other", "detail": "Odd"}, FAILED, "failed"),
]


@pytest.mark.parametrize(("act", "status", "typed", "target", "said"), ACTS)
def test_act_is_done_to_each_by_the_person(
    portal, request_in, act, status, typed, target, said
):
    rows = [request_in(status) for _ in range(2)]
    page = confirm(portal, preview(portal, act, *rows), **typed)
    assert f"2 {said}" in words(page)
    assert statuses(rows) == [target] * 2
    last = StatusChange.objects.order_by("-created_at", "-id")[:2]
    assert {(each.actor, each.to_status) for each in last} == {("meera", target)}


def test_fail_refunds_and_keeps_the_reason_for_the_users(portal, crowd):
    page = preview(portal, "fail", *crowd)
    confirm(portal, page, choice="Suspected misuse", detail="Ring")
    assert [ledger.balance(each.user_id) for each in crowd] == [1000] * 3
    reasons = set(CoinWithdrawal.objects.values_list("failure_reason", flat=True))
    assert reasons == {"Suspected misuse: Ring"}


def test_take_takes_what_nobody_has(portal, crowd, rita):
    claims.take(crowd[0].id, actor=Actor.staff(rita))
    page = preview(portal, "take", *crowd)
    assert "taken by rita" in words(page)
    confirm(portal, page)
    held = claims.held(each.id for each in crowd)
    assert [held[each.id].holder for each in crowd] == ["rita", "meera", "meera"]


def test_what_somebody_else_has_taken_is_left_to_them(portal, crowd, rita):
    page = preview(portal, "start", *crowd)
    claims.take(crowd[1].id, actor=Actor.staff(rita))
    text = words(confirm(portal, page))
    assert "2 approved, 1 not changed" in text and "taken by rita" in text
    assert statuses(crowd) == [PROCESSING, PENDING, PROCESSING]


def test_what_changed_after_the_preview_is_told_and_left(portal, crowd, rita):
    page = preview(portal, "start", *crowd)
    boss = Actor.staff(rita)
    transitions.start(crowd[0].id, actor=boss)
    notes.edit_message(crowd[1].id, "Soon", actor=boss)
    text = words(confirm(portal, page))
    assert "1 approved, 2 not changed" in text
    assert "already processing by rita" in text
    assert "changed since you looked at it" in text
    assert statuses(crowd) == [PROCESSING, PENDING, PROCESSING]


def test_confirm_pressed_twice_acts_once(portal, crowd):
    page = preview(portal, "start", *crowd)
    first = portal.post(CONFIRM, {"plan": plan_of(page)})
    boss = Actor.staff(staff("zoe", "Reviewers"))
    moved = CoinWithdrawal.objects.get(id=crowd[0].id)
    assert moved.started_by == "meera"
    for each in crowd:
        claims.take(each.id, actor=boss)
    second = portal.post(CONFIRM, {"plan": plan_of(page)})
    assert second.url == first.url
    assert BulkRun.objects.count() == 1
    assert StatusChange.objects.filter(to_status=PROCESSING).count() == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "start"}, "No request is selected."),
        ({"act": "start", "select": ["x"]}, "did not arrive whole"),
        ({"act": "start", "select": ["01890a5d-ac96-774b-bcce-b302099a8057"]}, "whole"),
        ({"act": "start", "all": ""}, "No request is selected."),
        ({"act": "complete"}, "did not arrive whole"),
        ({}, "did not arrive whole"),
    ],
)
def test_no_selection_is_never_all(portal, crowd, sent, said):
    with nothing_changes():
        page = portal.post(BULK, sent)
    assert page.status_code == 422 and said in words(page)
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("plan", ["", "x", "{other}", "{broken}"])
def test_preview_that_is_not_ours_is_refused(client, portal, crowd, rita, plan):
    page = preview(portal, "start", *crowd)
    texts = {"other": plan_of(page), "broken": plan_of(page)[:-1]}
    if plan == "{other}":
        client.force_login(rita)
    with nothing_changes():
        response = client.post(CONFIRM, {"plan": plan.format(**texts)})
    assert response.status_code == 422
    assert "did not arrive whole" in words(response)


def test_all_that_match_are_found_by_the_server(portal, alice):
    make(*(row(coins=100 * (each + 1), minutes=each) for each in range(30)))
    page = portal.get("/portal/?tab=review&least=50")
    assert "All 26 that match" in words(page)
    page = preview(portal, "start", query="?tab=review&least=50", all="1")
    assert "Approve 26 requests" in words(page)


def test_all_is_capped_and_says_so(portal, alice):
    make(*(row(minutes=each) for each in range(203)))
    assert "The first 200 of 203 that match" in words(portal.get("/portal/"))
    page = preview(portal, "start", all="1")
    assert "Approve 200 requests" in words(page)
    assert "the others stay as they are" in words(page)


def test_filter_that_is_not_understood_selects_nothing(portal, crowd):
    with nothing_changes():
        page = preview(portal, "start", query="?least=much", all="1")
    assert page.status_code == 422 and "not understood" in words(page)


REASONS = [
    ("release", PROCESSING, {}, "Say why the requests go back to review."),
    ("release", PROCESSING, {"choice": "Other"}, "Say why the requests go back"),
    ("release", PROCESSING, {"detail": "\u200b"}, "This is required."),
    ("fail", PENDING, {}, "Choose a reason. Each user reads it."),
    ("fail", PENDING, {"choice": "Other"}, "Write the reason. Each user reads it."),
    ("fail", PENDING, {"choice": "Other", "detail": "a\u202eb"}, "turns its direction"),
]


@pytest.mark.parametrize(("act", "status", "typed", "said"), REASONS)
def test_reason_is_asked_for_once_and_kept(
    portal, request_in, act, status, typed, said
):
    page = preview(portal, act, request_in(status))
    with nothing_changes():
        again = portal.post(CONFIRM, {"plan": plan_of(page)} | typed)
    assert again.status_code == 422 and said in words(again)
    assert "1 request, ₹50.00" in words(again)
    confirm(portal, again, choice="Other", detail="Odd")
    assert BulkRun.objects.get().lines.get().outcome == "done"


def test_nothing_that_can_be_changed_has_no_button(portal, request_in):
    page = preview(portal, "start", request_in(COMPLETED), request_in(CANCELLED))
    assert "Nothing can be changed" in words(page)
    assert not plan_of(page)


def test_result_has_its_address_for_all_staff(client, portal, crowd, rita, asha):
    transitions.start(crowd[0].id, actor=Actor.staff(rita))
    confirm(portal, preview(portal, "start", *crowd))
    run = BulkRun.objects.get()
    client.force_login(asha)
    page = client.get(reverse("portal:bulk_result", args=[run.id]))
    assert "2 approved, 1 not changed" in words(page) and "meera" in words(page)
    assert "as***@okhdfcbank" in html(page) and "asif@okhdfcbank" not in html(page)


def test_what_was_not_changed_is_selected_on_the_way_back(portal, crowd, rita):
    page = preview(portal, "start", *crowd, query="?tab=all&sort=-amount")
    claims.take(crowd[1].id, actor=Actor.staff(rita))
    result = confirm(portal, page)
    (back,) = re.findall(r'href="([^"]+again=[^"]+)"', html(result))
    assert "tab=all" in back and "sort=-amount" in back
    queue = html(portal.get(unescape(back)))
    checked = re.findall(r'value="([^"]+)" data-select [^>]*checked', queue)
    assert checked == [str(crowd[1].id)]


def test_way_back_tells_nobody_else_whom_the_person_looked_for(
    client, portal, crowd, asha
):
    query = "?tab=all&upi_id=asif@okhdfcbank&q=asif@okhdfcbank"
    result = confirm(portal, preview(portal, "start", crowd[0], query=query))
    assert "asif%40okhdfcbank" in html(result)
    client.force_login(asha)
    url = reverse("portal:bulk_result", args=[BulkRun.objects.get().id])
    assert "asif%40okhdfcbank" not in html(client.get(url))


def test_file_of_what_was_not_changed(client, portal, crowd, rita, asha):
    make(row(user_id="=1+1", status=COMPLETED))
    odd = CoinWithdrawal.objects.get(user_id="=1+1")
    transitions.start(crowd[0].id, actor=Actor.staff(rita))
    confirm(portal, preview(portal, "start", *crowd, odd))
    url = reverse("portal:not_changed", args=[BulkRun.objects.get().id])
    lines = portal.get(url).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Reference,User,UPI ID,Rupees,UTR,Pasted,Not changed"
    assert f"{crowd[0].reference},asif,asif@okhdfcbank,30.00,,,already" in lines[1]
    assert ",'=1+1," in lines[2] and len(lines) == 3
    client.force_login(asha)
    assert "asif@okhdfcbank" not in client.get(url).content.decode()
    assert AuditEntry.objects.filter(act="exported").count() == 2


RIGHTS = {
    "rita": ["start", "take", "release", "fail"],
    "pavan": ["take", "fail"],
    "asha": [],
    "ada": ["start", "take", "release", "fail"],
}


@pytest.mark.parametrize("who", RIGHTS)
def test_acts_are_offered_to_who_may_do_them(client, request, db, who):
    user = request.getfixturevalue(who)
    make(row(), row(PROCESSING, started_by=who))
    client.force_login(user)
    page = html(client.get("/portal/?tab=all"))
    assert re.findall(r'name="act" value="(\w+)"', page) == RIGHTS[who]
    assert ("data-select" in page) == bool(RIGHTS[who])
    (pending,) = CoinWithdrawal.objects.to_review()
    for act in ("start", "take", "release", "fail"):
        allowed = 200 if act in RIGHTS[who] else 403
        assert preview(client, act, pending).status_code == allowed


@pytest.mark.parametrize(
    ("tab", "acts"),
    [
        ("review", ["start", "take", "fail"]),
        ("pay", ["take", "release", "fail"]),
        ("completed", []),
        ("failed", []),
    ],
)
def test_acts_are_those_of_the_requests_on_the_page(portal, tab, acts):
    make(*(row(status) for status in Status))
    page = html(portal.get(f"/portal/?tab={tab}"))
    assert re.findall(r'name="act" value="(\w+)"', page) == acts


def test_payer_fails_payments_and_no_request_in_review(client, pavan, request_in):
    rows = [request_in(PENDING), request_in(PROCESSING)]
    client.force_login(pavan)
    page = preview(client, "fail", *rows)
    assert "you may not approve, release or reject a request" in words(page)
    confirm(client, page, choice="Suspected misuse")
    assert statuses(rows) == [PENDING, FAILED]


def test_right_that_is_taken_away_before_the_confirm(portal, meera, crowd):
    page = preview(portal, "start", *crowd)
    meera.groups.clear()
    with nothing_changes():
        response = portal.post(CONFIRM, {"plan": plan_of(page)})
    assert response.status_code in (302, 403)
    assert not BulkRun.objects.exists()


def test_bulk_takes_a_fixed_number_of_queries(
    portal, crowd, django_assert_max_num_queries
):
    rows = make(*(row(minutes=each) for each in range(97)))
    with django_assert_max_num_queries(14):
        page = preview(portal, "start", *crowd, *rows)
    confirm(portal, preview(portal, "start", *crowd))
    url = reverse("portal:bulk_result", args=[BulkRun.objects.get().id])
    with django_assert_max_num_queries(14):
        assert portal.get(url).status_code == 200
    assert page.status_code == 200 and BulkLine.objects.count() == 3
