"""The review queue: its tabs, their counts, and its order."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.crowd import make, one_of_each, row
from tests.queue_page import QUEUE, count_on, html, ids, link, shown, words
from withdrawals.portal.counts import MOST_COUNTED
from withdrawals.portal.tabs import TABS
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


@pytest.fixture
def rows(db):
    return one_of_each()


@pytest.mark.parametrize(
    ("tab", "statuses"),
    [
        ("review", [PENDING]),
        ("pay", [PROCESSING]),
        ("mine", []),
        ("late", [PENDING, PROCESSING]),
        ("failed", [FAILED]),
        ("completed", [COMPLETED]),
        ("all", [CANCELLED, FAILED, COMPLETED, PROCESSING, PENDING]),
        ("nonsense", [PENDING]),
        ("", [PENDING]),
        ("%00", [PENDING]),
    ],
)
def test_tab_shows_just_its_requests(portal, rows, tab, statuses):
    assert shown(portal.get(f"/portal/?tab={tab}")) == ids(
        *(rows[each] for each in statuses)
    )


def test_mine_is_what_i_approved_and_nobody_paid(portal, rows):
    mine = make(row(PROCESSING, started_by="rita"), row(COMPLETED, started_by="rita"))
    assert shown(portal.get("/portal/?tab=mine")) == ids(mine[0])


def test_late_is_what_waits_for_more_than_a_day(portal):
    now = timezone.now()
    late, early = timedelta(hours=24, minutes=1), timedelta(hours=23, minutes=59)
    made = make(*(row(created_at=now - each) for each in (late, early)))
    page = portal.get("/portal/?tab=late")
    assert shown(page) == ids(made[0])
    assert '<span class="late">late</span>' in html(page)


def test_tabs_carry_the_numbers_of_waiting_work(portal, rows):
    make(row(PROCESSING, started_by="rita"))
    page = portal.get(QUEUE)
    counts = {key: count_on(page, key) for key, tab in TABS.items() if not tab.is_test}
    assert counts["review"] == "1" and counts["pay"] == "2" and counts["mine"] == "1"
    assert counts["failed"] == counts["completed"] == counts["all"] == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (MOST_COUNTED, "999"), (MOST_COUNTED + 1, "999+")]
)
def test_counts_go_no_further_than_999(portal, number, words):
    make(*(row() for _ in range(number)))
    page = portal.get(QUEUE)
    assert count_on(page, "review") == words
    assert f"<strong>{words}</strong> request" in html(page)


@pytest.mark.parametrize(
    ("tab", "label"), [(key, tab.label) for key, tab in TABS.items()]
)
def test_empty_tab_says_so_in_its_own_words(portal, tab, label):
    page = portal.get(f"/portal/?tab={tab}")
    assert f"{label} is empty" in html(page)
    assert TABS[tab].empty in words(page)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", [0, 1, 2]),  # to review: the oldest first
        ("age", [2, 1, 0]),
        ("-age", [0, 1, 2]),
        ("amount", [1, 2, 0]),
        ("-amount", [0, 2, 1]),
        ("nonsense", [0, 1, 2]),
        ("id", [0, 1, 2]),
        ("%00", [0, 1, 2]),
    ],
)
def test_order(portal, sort, order):
    made = make(*(row(coins=c, minutes=m) for m, c in enumerate([900, 100, 500])))
    assert shown(portal.get(f"/portal/?sort={sort}")) == ids(
        *(made[each] for each in order)
    )


@pytest.mark.parametrize("column", ["created_at", "coins_amount"])
def test_heading_sorts_one_way_and_then_the_other(portal, rows, column):
    first = portal.get(link(portal.get(QUEUE), f"sort-{column}"))
    second = portal.get(link(first, f"sort-{column}"))
    directions = [
        re.findall(r'aria-sort="(ascending|descending)"', html(page))
        for page in (first, second)
    ]
    assert sorted(directions) == [["ascending"], ["descending"]]


def test_request_names_its_row(portal, rows):
    page = html(portal.get("/portal/?tab=all"))
    named = re.findall(r'<td role="rowheader"[^>]*><a [^>]*>(\w+)</a>', page)
    assert sorted(named) == sorted(each.reference for each in rows.values())
