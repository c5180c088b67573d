"""What a request is decided by: facts, with links to their evidence."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import give, submitted
from tests.crowd import NOON, make, row
from tests.guards import triggers_off
from tests.queue_page import html, words
from tests.test_queue_scale import plan
from wallet.journeys import together
from wallet.models import CoinTransaction
from withdrawals import neighbours
from withdrawals.portal.evidence import facts
from withdrawals.portal.precedents import Precedents
from withdrawals.portal.precedents import asked as asked_for
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


def known(withdrawal):
    return facts(withdrawal, Precedents(*together(*asked_for(withdrawal))))


def told(withdrawal):
    """The facts in words, a * before the notable ones."""
    return [f"{'*' * fact.notable}{fact.words}" for fact in known(withdrawal)]


def links(withdrawal):
    return [link for fact in known(withdrawal) for link in fact.links]


def paid(**others):
    return make(row(COMPLETED, **others))[0]


@pytest.fixture
def asked(db):
    return make(row())[0]


def test_first_payout_is_notable(asked):
    assert told(asked) == ["*First payout to this UPI ID, for anyone"]


def test_first_payout_of_this_user(asked):
    paid(user_id="bob")
    assert "*First payout to this UPI ID for this user; others were paid" in told(asked)


@pytest.mark.parametrize("status", [PENDING, PROCESSING, FAILED, CANCELLED])
def test_request_that_was_not_paid_is_no_payout(asked, status):
    make(row(status, minutes=-9000))
    assert "*First payout to this UPI ID, for anyone" in told(asked)


def test_payout_before_names_its_request(asked):
    before = paid(minutes=-9000)
    assert told(asked)[0] == "Paid to this UPI ID before, on 1 Mar 2026"
    assert links(asked)[0].words == before.reference


def test_other_users_of_the_upi_id_are_named(asked):
    make(row(user_id="bob"), row(FAILED, user_id="carol"), row(user_id="bob"))
    make(row(user_id="dora", upi_id="other@ybl"))
    assert told(asked)[0] == "*Same UPI ID as 2 other users"
    assert [each.words for each in links(asked)] == ["bob", "carol"]


def test_many_users_of_the_upi_id_are_not_all_named(asked):
    make(*(row(user_id=f"user{n}") for n in range(9)))
    assert told(asked)[0] == "*Same UPI ID as 3 other users and more"


def test_requests_of_the_same_indian_day(asked):
    # NOON is 12:00 in India: that day began 720 minutes before.
    make(row(minutes=-720), row(FAILED, minutes=719), row(user_id="bob"))
    make(row(minutes=-721), row(minutes=720))
    assert "*3 requests by this user on 1 Mar" in told(asked)
    assert "since=2026-03-01&tab=all&until=2026-03-01" in links(asked)[1].url


@pytest.mark.parametrize(
    ("before", "fact"),
    [
        ([100, 100, 200], "*5.0 times the usual ₹10.00, the median paid"),
        ([500, 400, 600, 500], "No more than the usual ₹50.00, the median paid"),
    ],
)
def test_amount_against_the_usual(asked, before, fact):
    for coins in before:
        paid(coins=coins, minutes=-9000)
    assert fact in told(asked)


def test_two_payments_make_nothing_usual(asked):
    paid(minutes=-9000), paid(minutes=-9000)
    assert not any("usual" in fact for fact in told(asked))


@pytest.mark.parametrize(
    ("earned", "fact"),
    [
        ([1000], "*1,000 coins came 5 min before the request, without which they"),
        ([1000, 50], "50 coins came 5 min before the request"),
    ],
)
def test_coins_that_came_before(db, earned, fact):
    with time_machine.travel(NOON, tick=False):
        for coins in earned:
            give("alice", coins)
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        asked = submitted("alice", 500)
    assert any(each.startswith(fact) for each in told(asked)), told(asked)


def test_refund_is_not_earned(alice, request_in):
    request_in(FAILED)
    asked = submitted()
    assert any(each.startswith("*2,000 coins") for each in told(asked)), told(asked)


def test_page_shows_them_while_there_is_something_to_decide(client, rita, asked):
    done = paid(minutes=-9000)
    client.force_login(rita)
    page = client.get(f"/portal/requests/{asked.id}/")
    assert "To decide by Paid to this UPI ID before" in words(page)
    assert f'href="/portal/requests/{done.id}/"' in html(page)
    assert "To decide by" not in words(client.get(f"/portal/requests/{done.id}/"))


def test_what_is_unusual_stays_in_sight_when_it_is_paid(client, pavan, request_in):
    make(row(user_id="bob")), paid(minutes=-9000)
    client.force_login(pavan)
    page = html(client.get(f"/portal/requests/{request_in(PROCESSING).id}/"))
    unusual, folded = page.split("more, nothing unusual</summary>")
    assert "Same UPI ID as 1 other user" in unusual
    assert "Paid to this UPI ID before" in folded


@pytest.mark.parametrize(
    ("page", "most"), [("/portal/requests/{}/", 5), ("/portal/?tab=all&open={}", 8)]
)
def test_request_is_read_by_few_queries(
    client, rita, asked, page, most, django_assert_max_num_queries
):
    client.force_login(rita)
    with django_assert_max_num_queries(most):
        assert "To decide by" in words(client.get(page.format(asked.id)))


def test_masked_viewer_reads_no_upi_id_in_them(client, asha, asked):
    make(row(user_id="bob"))
    client.force_login(asha)
    page = html(client.get(f"/portal/requests/{asked.id}/"))
    assert "Same UPI ID as 1 other user" in page
    assert "alice@okhdfcbank" not in page


# A user with 20,000 requests to one UPI ID, which 5,000 others share; none was paid.
FILL = """
INSERT INTO withdrawals_coinwithdrawal (
    id, reference, user_id, coins_amount, rupees_amount, upi_id, status, admin_notes,
    failure_reason, started_by, version, created_at
)
WITH RECURSIVE numbers (n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 25000
)
SELECT {id}, 'WX' || (10000000 + n),
    CASE WHEN n <= 20000 THEN 'alice' ELSE 'user' || n END, 500, 50,
    'alice@okhdfcbank', 'failed', 'A message', 'A reason', '', 1, {time}
FROM numbers
"""
DIALECTS = {
    "postgresql": {"id": "gen_random_uuid()", "time": "now() - n * INTERVAL '1 h'"},
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "time": "datetime('now', '-' || n || ' hours') || '.000000'",
    },
}


@pytest.fixture
def heavy(asked):
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(FILL.format(**DIALECTS[connection.vendor]))
        cursor.execute("ANALYZE")
    return asked


def rows_read(sql):
    """What PostgreSQL's plan read, row by row; SQLite tells only its way."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        return max(_rows(cursor.fetchone()[0][0]["Plan"]))


def _rows(node):
    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    yield read * node["Actual Loops"]
    yield from itertools.chain(*(_rows(each) for each in node.get("Plans", [])))


def test_heavy_user_is_read_by_a_few_entries(heavy):
    give("alice", 1000)
    light = submitted()  # so that the coins are looked up as well
    with CaptureQueriesContext(connection) as queries:
        told(light), told(heavy)
    assert len(queries) == 2
    for each in queries:
        sql = each["sql"]
        if connection.vendor == "postgresql":
            assert rows_read(sql) <= 110, (sql, plan(sql))
        assert "SCAN withdrawals_coinwithdrawal" not in plan(sql), sql
    assert CoinTransaction.objects.count() == 2


def test_names_are_found_without_reading_their_requests(heavy):
    assert neighbours.users_of("alice@okhdfcbank", 2) == ["alice", "user20001"]
    assert neighbours.upi_ids_of("alice", 9) == ["alice@okhdfcbank"]
    assert neighbours.upi_ids_of("nobody", 9) == []
