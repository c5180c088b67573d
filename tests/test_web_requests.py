"""A user's requests on the web: status, cancelling and history."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conftest import give, submitted
from tests.test_web import CHECK, answers, text_of
from wallet import clock, ledger
from wallet.models import CoinTransaction
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.notes import add_note, edit_message
from withdrawals.states import Status

HISTORY = "/withdraw/history/"


def page_of(withdrawal):
    return f"/withdraw/{withdrawal.id}/"


def cancel_of(withdrawal):
    return f"/withdraw/{withdrawal.id}/cancel/"


@pytest.fixture
def web(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def boss(meera):
    return Actor.staff(meera)


STATES = {
    Status.PENDING: ["Waiting", "We have your request", "Approval", "Cancel this"],
    Status.PROCESSING: ["Approved", "Payment on its way", "To alice@okhdfcbank"],
    Status.COMPLETED: ["Paid", "UTR 6"],
    Status.FAILED: ["Failed", "Not approved", "UPI ID not found", "coins are back"],
    Status.CANCELLED: ["Cancelled by you", "500 coins returned on", "coins are back"],
}


@pytest.mark.parametrize(("status", "words"), STATES.items())
def test_every_status_has_its_words(web, request_in, status, words):
    withdrawal = request_in(status)
    page = text_of(web.get(page_of(withdrawal)))
    for each in [*words, "₹50.00", withdrawal.reference, "Requested"]:
        assert each in page


def test_payment_that_the_bank_sent_back(web, completed, boss):
    transitions.reverse(completed.id, reason="Account closed", actor=boss)
    page = text_of(web.get(page_of(completed)))
    steps = ["Approved", "Paid", "Sent back by the bank", "Account closed"]
    places = [page.index(each, page.index("Requested")) for each in steps]
    assert places == sorted(places)
    assert "Your coins are back" in page


def test_payment_that_failed(web, processing, boss):
    transitions.fail(processing.id, reason="No such account", actor=boss)
    page = text_of(web.get(page_of(processing)))
    assert "Approved" in page and "Payment failed" in page


def test_released_request_waits_again(web, processing, boss):
    transitions.release(processing.id, reason="Not sure", actor=boss)
    page = text_of(web.get(page_of(processing)))
    assert "Approval" in page and "Approved" not in page
    assert "Not sure" not in page


def test_request_that_the_app_cancelled_is_not_cancelled_by_you(web, pending):
    transitions.cancel(pending.id, actor=Actor.app("shop"))
    page = text_of(web.get(page_of(pending)))
    assert "Cancelled" in page and "by you" not in page


def test_user_reads_what_staff_wrote_and_no_note(web, processing, boss):
    edit_message(processing.id, "Tomorrow\n<b>evening</b>", actor=boss)
    add_note(processing.id, "Looks odd", actor=boss)
    page = web.get(page_of(processing)).content.decode()
    assert "Tomorrow<br>&lt;b&gt;evening" in page
    assert "Looks odd" not in page and "meera" not in page


def test_cancelling_asks_first(web, pending):
    page = text_of(web.get(cancel_of(pending)))
    assert "₹50.00 to alice@okhdfcbank will not be paid" in page
    assert ledger.balance("alice") == 1500


def test_cancelling_gives_the_coins_back(web, pending):
    response = web.post(cancel_of(pending), follow=True)
    assert response.redirect_chain == [(page_of(pending), 302)]
    assert "Your coins are back" in text_of(response)
    assert ledger.balance("alice") == 2000


def test_cancelling_twice_is_calm_and_refunds_once(web, pending):
    urls = [web.post(cancel_of(pending)).url for _ in range(2)]
    assert urls == [page_of(pending)] * 2
    assert ledger.balance("alice") == 2000
    assert CoinTransaction.objects.filter(transaction_type="refund").count() == 1


LOST = {
    Status.PROCESSING: "Already being paid",
    Status.COMPLETED: "Already paid",
    Status.FAILED: "Already closed",
}


@pytest.mark.parametrize(("status", "words"), LOST.items())
def test_cancelling_too_late_shows_how_it_is_now(web, request_in, status, words):
    withdrawal = request_in(status)
    before = ledger.balance("alice")
    response = web.post(cancel_of(withdrawal))
    assert response.status_code == 409
    assert words in text_of(response)
    withdrawal.refresh_from_db()
    assert (withdrawal.status, ledger.balance("alice")) == (status, before)


@pytest.mark.parametrize("status", [each for each in Status if each != "pending"])
def test_question_that_comes_too_late_leads_to_the_request(web, request_in, status):
    withdrawal = request_in(status)
    assert web.get(cancel_of(withdrawal)).url == page_of(withdrawal)


def test_history_is_empty_at_first(web):
    assert "You have made none yet" in text_of(web.get(HISTORY))


@pytest.fixture
def many(alice):
    """45 requests, three in each second, so that times alone give no order."""
    give("alice", 100_000)
    start = timezone.now() - timedelta(days=1)
    for number in range(45):
        with clock.at(start + timedelta(seconds=number // 3)):
            submitted("alice", 100 + number)
    newest = CoinWithdrawal.objects.newest_first()
    return [f"/withdraw/{withdrawal.id}/" for withdrawal in newest]


def links(page):
    return [f"/withdraw/{each.id}/" for each in page.context["withdrawals"]]


def test_history_pages_neither_repeat_nor_lose_a_request(web, many):
    seen, url = [], HISTORY
    while url:
        page = web.get(url)
        seen += links(page)
        older = page.context["older"]
        url = older and f"{HISTORY}?before={older}"
        submitted("alice", 5000)  # on top, while alice pages on
    assert seen == many


def test_history_page_has_20_requests_and_a_way_back(web, many):
    page = web.get(HISTORY)
    assert len(links(page)) == 20
    assert "Older" in text_of(page) and "Newest" not in text_of(page)
    last = web.get(f"{HISTORY}?before={links(page)[-1].split('/')[2]}")
    assert "Newest" in text_of(last)


@pytest.mark.parametrize(
    ("url", "ceiling"),
    [("/withdraw/", 5), (HISTORY, 3), ("/withdraw/check/", 5), ("status", 5)],
)
def test_pages_need_few_queries(web, many, url, ceiling, django_assert_max_num_queries):
    if url == "status":
        url = many[0]
    web.get("/withdraw/")  # opens the form's token
    with django_assert_max_num_queries(ceiling):
        web.get(url)


def test_the_token_of_another_users_form_is_of_ones_own(web, bob):
    sent = answers(web, "300")
    web.post(CHECK, sent)
    web.force_login(bob)
    web.post(CHECK, sent)
    users = CoinWithdrawal.objects.values_list("user_id", flat=True)
    assert sorted(users) == ["alice", "bob"]
