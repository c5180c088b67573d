"""The dashboard: each figure is what its list holds, by days in India."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from project.amounts import span
from tests.conftest import give, submitted
from tests.crowd import make, row
from tests.guards import triggers_off
from tests.queue_page import html, htmx, shown, words
from wallet import clock
from wallet.examination import examine
from wallet.models import LedgerVerification, UserCoins
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.charts import HEIGHT, Entry, chart
from withdrawals.states import Status

BOARD = "/portal/dashboard/"
NOW = datetime(2026, 3, 10, 8, 15, tzinfo=UTC)  # 13:45 IST
MIDNIGHT = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)  # 10 March, 00:00 IST
A_BLINK = timedelta(microseconds=1)
LEADS = re.compile(
    r'<a [^>]*?href="(/portal/\?[^"]*)"[^>]*>(.*?)</a>(?=(.{0,80}))', re.S
)


@pytest.fixture
def ask(client, asha):
    """asha opens an address at NOW."""
    client.force_login(asha)

    def get(url=BOARD, at=NOW, **more):
        with clock.at(at):
            return client.get(url, **more)

    return get


@pytest.fixture
def tell(rita, pavan, meera):
    """Let a request of alice's be made, and be paid or failed some hours later."""
    users = {"rita": rita, "pavan": pavan, "meera": meera}

    def story(asked, *, paid=None, by="pavan", failed=None, why="Frozen", coins=500):
        with clock.at(asked):
            give("alice", coins)
            withdrawal = submitted(coins=coins)
        if paid or failed:
            with clock.at(asked):
                transitions.start(withdrawal.id, actor=Actor.staff(rita))
        if paid:
            with clock.at(paid):
                utr = f"UTR{withdrawal.reference}"
                transitions.complete(
                    withdrawal.id, utr=utr, actor=Actor.staff(users[by])
                )
        if failed:
            move = transitions.reverse if paid else transitions.fail
            with clock.at(failed):
                move(withdrawal.id, reason=why, actor=Actor.staff(pavan))
        return withdrawal

    return story


@pytest.fixture
def fortnight(tell):
    """Requests around the edges of today and of seven and fourteen days."""
    hour, day = timedelta(hours=1), timedelta(days=1)
    for edge in (MIDNIGHT, MIDNIGHT - 6 * day, MIDNIGHT - 13 * day, NOW - 23 * hour):
        for moment in (edge - A_BLINK, edge):
            tell(moment - hour, paid=moment)
            tell(moment - hour, failed=moment, why="Wrong name at the bank")
            tell(moment)
    tell(MIDNIGHT, paid=NOW, by="meera", coins=700)
    tell(MIDNIGHT, paid=NOW - hour, failed=NOW, why="Account <closed>")


def figures(page):
    """Each figure on the page that leads to a list, with the list's address.

    The figure is the first number in the link, or the one behind it in its row.
    """
    found = []
    for url, link, rest in LEADS.findall(html(page)):
        text = unescape(re.sub("<[^>]+>", " ", f"{link} {rest}"))
        found.append((unescape(url), int(re.findall(r"\d+", text)[0])))
    return found


def number(page, name):
    """The figure with that id."""
    inner = html(page).split(f'id="figure-{name}"')[1].split("</a>")[0]
    return " ".join(unescape(re.sub("<[^>]+>", " ", inner.split(">", 1)[1])).split())


def test_every_figure_is_what_its_list_holds(ask, fortnight):
    found = figures(ask())
    assert len(found) > 20
    for url, count in found:
        rows = ask(f"{url}&rows=100", headers=htmx("results"))
        assert len(shown(rows)) == count, url


def test_work_that_waits_is_told_with_its_worth_and_age(ask, tell, rita):
    tell(NOW - timedelta(hours=30))
    tell(NOW, coins=1500)
    started = tell(NOW - timedelta(hours=25), coins=300)
    transitions.start(started.id, actor=Actor.staff(rita))
    page = ask()
    assert number(page, "review").startswith("To review 2 ₹200.00 oldest")
    assert number(page, "review").endswith("late")
    assert number(page, "pay").startswith("To pay 1 ₹30.00 oldest")
    assert number(page, "late") == "Over SLA 2 older than 24 h 1 to review, 1 to pay"


def test_today_begins_at_midnight_in_india(ask, tell):
    tell(NOW - timedelta(days=2), paid=MIDNIGHT - A_BLINK)
    tell(NOW - timedelta(days=2), paid=MIDNIGHT, coins=300)
    assert number(ask(), "paid") == "Paid today 1 ₹30.00 by 1 person"
    assert number(ask(at=MIDNIGHT - A_BLINK), "paid").startswith("Paid today 1 ₹50.00")


def test_people_are_told_with_what_they_paid(ask, tell):
    for by, coins in (("meera", 300), ("pavan", 500), ("pavan", 700)):
        tell(MIDNIGHT, paid=NOW, by=by, coins=coins)
    page = words(ask())
    assert "pavan 2 ₹120.00 meera 1 ₹30.00" in page
    assert "rita" not in page  # she approved them


def test_payment_that_came_back_is_a_failure(ask, tell):
    tell(MIDNIGHT, paid=NOW - timedelta(hours=1), failed=NOW)
    tell(MIDNIGHT, paid=NOW)
    page = ask()
    assert number(page, "paid").startswith("Paid today 1 ")
    assert number(page, "failed") == "1 failed"
    assert "50.0% 1 failed of 2 paid or failed" in words(page)


@pytest.mark.parametrize(
    ("minutes", "half", "most"),
    [
        ([7], "7 min", "7 min"),
        ([1, 60], "1 min", "1 h 0 min"),
        ([600, 5, 20], "20 min", "10 h 0 min"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 3000], "5 min", "9 min"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3000], "6 min", "10 min"),
    ],
)
def test_time_to_pay_is_a_payment_s_own(ask, minutes, half, most):
    for each in minutes:
        asked = NOW - timedelta(minutes=each)
        make(row(Status.COMPLETED, created_at=asked, completed_at=NOW))
    page = words(ask())
    assert f"Half within {half} median Nine in ten within {most} 90th" in page


def test_most_frequent_reasons_are_told(ask, tell):
    for times, why in enumerate(("F", "E", "D", "C", "B", "A", "A <b>bold</b>")):
        for _ in range(times):
            tell(NOW, failed=NOW, why=f"Because {why}")
    page = words(ask())
    told = " ".join(f"Because {each}" for each in ("A <b>bold</b> 6", "A 5", "B 4"))
    assert f"{told} Because C 3 Because D 2 Other reasons 1" in page
    assert "100.0% 21 failed of 21" in page


def test_before_the_first_request_the_page_says_so(ask):
    page = words(ask())
    assert "No requests yet" in page
    assert "To review" not in page


def test_quiet_fortnight_says_so(ask, tell):
    tell(NOW - timedelta(days=40), paid=NOW - timedelta(days=39))
    page = words(ask())
    assert number(ask(), "review") == "To review 0 ₹0.00 nothing waits"
    assert "Nothing was requested or paid in the last 14 days." in page
    assert "Nothing was paid in the last 7 days." in page
    assert "Nobody has paid a request today." in page


def test_page_tells_its_time_and_has_no_style(ask, fortnight):
    page = ask()
    assert "As of 13:45 IST" in words(page)
    assert not re.search(r"\sstyle=|<style", html(page))


def test_coins_are_those_of_the_last_check(ask, tell):
    tell(MIDNIGHT, paid=NOW, coins=700)
    tell(MIDNIGHT)
    assert "There was none yet." in words(ask())
    examine("asha")
    tell(NOW, failed=NOW, coins=300)
    tell(NOW)
    page = words(ask())
    assert "taken, not paid, not given back ₹50.00 500 coins" in page
    assert "the same, as it should be ₹50.00 500 coins" in page
    assert "in the users’ balances ₹0.00 0 coins" in page
    assert "alert-danger" not in html(ask())
    examine("asha")
    assert "in the users’ balances ₹30.00 300 coins" in words(ask())


def test_difference_between_held_and_open_coins_is_told_first(ask, pending):
    with triggers_off():
        CoinWithdrawal.objects.update(coins_amount=400, rupees_amount=40)
    examine("asha")
    page = words(ask())
    assert "Held coins and open requests differ by 100 coins (₹10.00)" in page
    assert "The ledger holds 500 coins, open requests need 400." in page


def test_other_differences_are_told_too(ask, alice):
    with triggers_off():
        UserCoins.objects.update(total_coins=1900)
    examine("asha")
    page = words(ask())
    assert "found 2 differences" in page
    assert "Held coins and open requests differ" not in page


@pytest.mark.parametrize(("who", "leads"), [("rita", False), ("asha", True)])
def test_ledger_check_is_linked_for_those_who_may_open_it(
    client, request, pending, who, leads
):
    client.force_login(request.getfixturevalue(who))
    examine("asha")
    page = html(client.get(BOARD)).split("<main")[1]
    assert ('href="/portal/ledger/"' in page) == leads


def test_check_of_an_older_version_does_not_count(ask, pending):
    with triggers_off():
        kept = examine("asha")
        LedgerVerification.objects.filter(id=kept.id).update(coins={"held": 500})
    assert "There was none yet." in words(ask())


def test_chart_stands_under_all_of_its_numbers():
    drawn = chart([Entry(3, 0, "9", ""), Entry(0, 7, "10", "")])
    assert drawn.scale == [(8, 0), (4, HEIGHT / 2), (0, HEIGHT)]
    assert drawn.line == "M0 90.0 V90.0 H1 V144.0 H2"
    assert [each.bar_height for each in drawn.columns] == [0, 126]
    assert [each.left for each in drawn.columns] == ["0.000%", "50.000%"]


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 2), (1, 2), (3, 4), (9, 10), (10, 10), (11, 20), (81, 100), (101, 200)],
)
def test_scale_ends_with_a_round_number(most, top):
    assert chart([Entry(most, 0, "", "")]).top == top


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "under 1 min"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h 0 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d 0 h"),
        (180_000, "2 d 2 h"),
    ],
)
def test_length_of_time_is_short_and_rounded_down(seconds, text):
    assert span(timedelta(seconds=seconds)) == text
