"""A user as staff sees them: balance, totals, requests and movements."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
import time_machine

from tests.conftest import give, submitted
from tests.crowd import NOON, make, row
from tests.queue_page import html, words
from wallet import ledger
from wallet.models import CoinTransaction
from withdrawals.portal import balances
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


@pytest.fixture
def ask(client, rita):
    """rita asks for a user's page, or for another page of it."""
    client.force_login(rita)

    def ask(user_id, query=""):
        url = f"/portal/users/?user_id={quote(user_id)}{query}"
        return client.get(user_id if user_id.startswith("/portal/") else url)

    return ask


def pager(page, name):
    """Where "Older" and "Newer" of one of the two lists lead."""
    links = re.findall(rf'rel="(prev|next)" href="(\?[^"]*;{name}_[^"]*)"', html(page))
    return {rel: "/portal/users/" + unescape(url) for rel, url in links}


def references(page):
    return list(re.findall(r'<td [^>]*class="ref"><a [^>]*>(\w+)</a>', html(page)))


def test_lookup_asks_for_a_user(ask):
    page = ask("")
    assert page.status_code == 200
    assert 'name="user_id"' in html(page)


def test_balance_and_totals(ask, request_in):
    request_in(COMPLETED), request_in(FAILED), request_in(PENDING)
    page = words(ask("alice"))
    assert "1,000 coins worth ₹100.00" in page
    assert "Being withdrawn ₹50.00 1 open request" in page
    assert "Paid so far ₹50.00 1 request" in page


def test_totals_of_a_user_without_requests(ask, bob):
    page = words(ask("bob"))
    assert "500 coins worth ₹50.00" in page
    assert "₹0.00 0 open requests" in page


def test_each_movement_names_the_request_behind_it(ask, request_in):
    failed = request_in(FAILED)
    page = words(ask("alice"))
    assert f"Refund {failed.reference} +500 2,000" in page
    assert f"Withdrawal {failed.reference} −500 1,500" in page
    assert "Earned in a test +2,000 2,000" in page
    assert f'href="/portal/requests/{failed.id}/"' in html(ask("alice"))


def test_other_users_are_not_on_the_page(ask, alice, bob):
    mine, theirs = submitted("alice"), submitted("bob")
    page = ask("alice")
    assert references(page) == [mine.reference]
    assert theirs.reference not in html(page)


def test_both_lists_page_on_their_own(ask, db):
    give("alice", 100_000)
    made = [submitted("alice", 100).reference for _ in range(45)]
    pages = [ask("alice")]
    for _ in range(2):
        pages.append(ask(pager(pages[-1], "r")["next"]))
    met = [references(page) for page in pages]
    assert sum(met, []) == made[::-1]
    assert [len(each) for each in met] == [20, 20, 5]
    assert set(pager(pages[-1], "r")) == {"prev"}
    assert references(ask(pager(pages[1], "r")["prev"])) == met[0]
    assert set(pager(pages[0], "m")) == {"next"}


def test_movements_page_to_the_first_one(ask, db):
    for _ in range(30):
        give("alice", 10)
    first = ask("alice")
    second = ask(pager(first, "m")["next"])
    assert "+10 300" in words(first) and "+10 100 " in words(second)
    assert "Earned in a test +10 10 coins" in words(second)


@pytest.mark.parametrize("place", ["x", "%00", "A" * 5000, "%ED%A0%80"])
def test_place_that_is_none_is_the_first_page(ask, alice, place):
    mine = submitted()
    for name in ("r_after", "r_before", "m_after", "m_before"):
        assert references(ask("alice", f"&{name}={place}")) == [mine.reference]


@pytest.mark.parametrize(
    "user_id",
    ["nobody", "Alice ", "a\0b", "a\nb", "\u202ealice", "x" * 501, "x" * 1_000_000]
    + ["<script>alert(1)</script>", "../alice", "' OR 1=1 --", "💸"],
    ids=lambda each: ascii(each)[:30],
)
def test_unknown_user_is_not_found_in_words(ask, alice, user_id):
    page = ask(user_id)
    assert page.status_code == 404
    assert "There is no user with this ID" in words(page)
    assert "<script>alert" not in html(page)
    assert 'name="user_id"' in html(page)


def test_surrogates_are_no_user(ask, client):
    assert client.get("/portal/users/?user_id=%ED%A0%80").status_code == 404


@pytest.mark.parametrize(
    "user_id", ["<script>alert(1)</script>", "=cmd()", 'a"b&c=d#e', "a/b?c", "हिन्दी"]
)
def test_hostile_id_is_shown_as_words_and_pages(ask, user_id):
    for _ in range(21):
        give(user_id, 10)
    page = ask(user_id)
    assert "<script>alert" not in html(page)
    assert user_id in unescape(html(page))
    assert ask(pager(page, "m")["next"]).status_code == 200


@pytest.mark.parametrize("number", [3, 40])
def test_more_rows_take_no_more_queries(ask, number, django_assert_max_num_queries):
    give("alice", 100_000)
    make(*(row(minutes=each) for each in range(number)))
    for _ in range(number):
        submitted("alice", 100)
    with django_assert_max_num_queries(18):
        assert ask("alice").status_code == 200
    assert CoinTransaction.objects.count() == number + 1
    assert ledger.balance("alice") == 100_000 - 100 * number


def test_balance_over_time_is_of_the_end_of_each_day(ask, db):
    with time_machine.travel(NOON - timedelta(days=3), tick=False):
        give("alice", 2000)
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        submitted("alice", 500)
    with time_machine.travel(NOON, tick=False):
        found = [row.coins for row in balances.balances("alice")]
    assert found == [0] * 26 + [2000, 2000, 1500, 1500]


def test_balance_is_drawn_and_in_a_table(ask, alice):
    page = ask("alice")
    assert html(page).count('<th scope="row">') == balances.DAYS
    assert "Show as a table Day Coins" in words(page)


def test_upi_ids_with_their_use_and_other_users(ask, alice):
    make(*(row(minutes=1440 * each) for each in range(3)), row(user_id="<b>bob"))
    page = ask("alice")
    told = "alice@okhdfcbank 3 requests 1 Mar 2026 to 3 Mar 2026 <b>bob"
    assert told in words(page)


def test_upi_ids_are_masked_and_not_all_looked_up(client, asha, alice):
    make(*(row(upi_id=f"alice{each}@ybl") for each in range(9)))
    client.force_login(asha)
    page = client.get("/portal/users/?user_id=alice")
    assert "5 of 9" in words(page) and "alice1@ybl" not in html(page)
