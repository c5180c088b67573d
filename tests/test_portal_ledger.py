"""The page "Ledger check": what the last check found, and a button for another."""

import pytest
from django.core.management import call_command

from tests.conftest import give
from tests.guards import triggers_off
from tests.queue_page import html, words
from wallet import checking
from wallet.models import (
    CoinTransaction,
    LedgerCheck,
    LedgerSeal,
    LedgerVerification,
    UserCoins,
)
from withdrawals.states import Status

LEDGER = "/portal/ledger/"


@pytest.fixture
def asks(client, asha):
    """asha looks at the page; with `check` she has everything checked first."""
    client.force_login(asha)

    def ask(check=False):
        if check:
            client.post(f"{LEDGER}check/")
            checking.carry_out(LedgerCheck.objects.get(state="running").id)
        return client.get(LEDGER)

    return ask


def test_ledger_that_was_never_checked_says_so(asks):
    page = words(asks())
    assert "Not checked yet" in page
    assert "Check now" in page
    assert "Paid" not in page


def test_check_shows_where_the_coins_are(asks, request_in):
    for status in Status:
        request_in(status) if status != Status.CANCELLED else None
    page = words(asks(check=True))
    assert "No differences" in page
    assert "With users ₹50.00 500 coins" in page
    assert "Held ₹100.00 1,000 coins" in page
    assert "Paid ₹50.00 500 coins" in page
    assert "Refunded ₹50.00 500 coins" in page
    assert "1 accounts, 6 movements, 4 requests" in page


def test_check_is_stored_with_who_asked(asks, pending):
    asks(check=True)
    kept = LedgerVerification.objects.get()
    assert kept.by == "asha"
    assert kept.started_at <= kept.finished_at
    assert kept.coins == {
        "outstanding": 1500,
        "withdrawn": 500,
        "refunded": 0,
        "held": 500,
        "paid": 0,
    }
    assert kept.counts == {"accounts": 1, "movements": 2, "requests": 1}


def test_page_shows_what_was_stored_until_the_next_check(asks, alice):
    asks(check=True)
    give("alice", 1000)
    assert "2,000 coins" in words(asks())
    assert "3,000 coins" in words(asks(check=True))


def test_check_by_the_command_is_shown_too(asks, alice):
    call_command("verify_ledger")
    assert "By verify_ledger" in words(asks())


def test_heads_and_what_waits_are_shown(asks, pending):
    call_command("seal_ledger")
    give("alice", 10)
    page = words(asks(check=True))
    assert "Movements 2 sealed, 1 not yet, the oldest since" in page
    assert "Status changes 1 sealed Head" in page
    for seal in LedgerSeal.objects.all():
        assert seal.hash in page


def test_differences_are_named(asks, alice):
    with triggers_off():
        UserCoins.objects.update(total_coins=1900)
    page = words(asks(check=True))
    assert "2 differences" in page
    assert "alice: balance 1,900, movements add up to 2,000" in page


def test_first_fifty_of_many_differences_are_kept(asks, db):
    give("<b>alice</b>", 10)
    for _ in range(59):
        give("<b>alice</b>", 10)
    call_command("seal_ledger")
    with triggers_off():
        CoinTransaction.objects.update(reason="Other")
    page = asks(check=True)
    assert "60 differences" in words(page)
    assert "the first 50 of 60" in words(page)
    assert html(page).count("not as it was sealed") == 50


def test_user_id_of_a_difference_is_shown_as_words(asks, db):
    give("<b>x</b>", 10)
    with triggers_off():
        UserCoins.objects.update(total_coins=9)
    assert "<b>x</b>" not in html(asks(check=True))


def test_page_adds_nothing_up(asks, request_in, django_assert_max_num_queries):
    request_in(Status.COMPLETED)
    asks(check=True)
    with django_assert_max_num_queries(9) as queries:
        asks()
    assert not [each for each in queries.captured_queries if "SUM(" in each["sql"]]
