"""The queue's pages: each request once, whatever comes and goes meanwhile."""

import pytest

from tests.crowd import make, one_of_each, row
from tests.guards import triggers_off
from tests.queue_page import QUEUE, ids, link, shown
from withdrawals.models import CoinWithdrawal


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


@pytest.fixture
def rows(db):
    return one_of_each()


def walk(portal, url, link_id):
    """What each page shows, from `url` along the links; and the last one's address."""
    pages = []
    for _ in range(9):  # a walk that goes round must end as well
        page = portal.get(url)
        pages.append(shown(page))
        if not link(page, link_id):
            break
        url = link(page, link_id)
    return pages, url


@pytest.mark.parametrize(
    ("rows_asked", "number"),
    [("25", 25), ("50", 50), ("100", 60), ("100000", 25), ("-1", 25), ("x", 25)],
)
def test_rows_per_page(portal, rows_asked, number):
    make(*(row() for _ in range(60)))
    assert len(shown(portal.get(f"/portal/?rows={rows_asked}"))) == number


@pytest.mark.parametrize("sort", ["age", "-age", "amount", "-amount"])
@pytest.mark.parametrize("tab", ["review", "all"])
def test_walking_all_pages_and_back_meets_every_request_once(portal, tab, sort):
    made = make(*(row(coins=100 + n % 3, minutes=n // 5) for n in range(60)))
    forwards, last = walk(portal, f"/portal/?tab={tab}&sort={sort}", "page-after")
    back, _ = walk(portal, last, "page-before")
    back.reverse()
    assert sorted(sum(forwards, [])) == sorted(ids(*made))
    assert back == forwards
    assert [len(each) for each in forwards] == [25, 25, 10]


def test_requests_that_come_and_go_meanwhile_shift_no_page(portal):
    made = make(*(row(minutes=number) for number in range(60)))
    first = portal.get("/portal/?sort=age")
    make(*(row(minutes=100) for _ in range(10)))
    with triggers_off():
        CoinWithdrawal.objects.filter(id__in=ids(*made)[-5:]).delete()
    assert shown(portal.get(link(first, "page-after"))) == ids(*made)[34:9:-1]


@pytest.mark.parametrize("place", ["after", "before"])
@pytest.mark.parametrize("cursor", ["x", "%00", "%ED%A0%80", "A" * 9999, "MHwx"])
def test_place_that_is_none_is_the_first_page(portal, rows, place, cursor):
    assert shown(portal.get(f"/portal/?tab=all&{place}={cursor}")) == shown(
        portal.get("/portal/?tab=all")
    )


def test_last_page_that_was_worked_off_gives_way_to_the_first(portal):
    made = make(*(row(minutes=number) for number in range(30)))
    url = link(portal.get(QUEUE), "page-after")
    with triggers_off():
        CoinWithdrawal.objects.filter(id__in=shown(portal.get(url))).delete()
    assert shown(portal.get(url)) == ids(*made[:25])


@pytest.mark.parametrize("number", [5, 60])
@pytest.mark.parametrize(
    ("query", "most"), [("", 5), ("&q=alice", 6), ("&user=alice&since=2026-01-01", 6)]
)
def test_more_rows_take_no_more_queries(
    portal, number, query, most, django_assert_max_num_queries
):
    """The session, who asks, what they keep; the counts, the page, its flags.

    The counts of a whole tab, and its flags, come with its page.
    """
    make(*(row(minutes=each) for each in range(number)))
    with django_assert_max_num_queries(most):
        page = portal.get(f"/portal/?tab=all&rows=100{query}")
    assert len(shown(page)) == number


def test_open_request_takes_few_queries(portal, django_assert_max_num_queries):
    opened, *_ = make(*(row(minutes=each) for each in range(20)))
    with django_assert_max_num_queries(20):
        portal.get(f"/portal/?open={opened.id}")
