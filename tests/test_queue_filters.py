"""The queue's filters and its search, and what they make of bad input."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.crowd import make, row
from tests.queue_page import html, ids, link, shown, words
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


@pytest.fixture
def rows(db):
    """Four requests that differ in everything; the third was made at 00:00 IST."""
    midnight = datetime(2026, 3, 9, 18, 30, tzinfo=UTC)  # 10 March, 00:00 IST
    before = midnight.replace(minute=29, second=59, microsecond=999_999)
    return make(
        row(reference="WDAB23CD45", coins=100, minutes=-9999),
        row(PROCESSING, user_id="bob", upi_id="bob@ybl", coins=505, created_at=before),
        row(
            COMPLETED,
            user_id="bobby",
            upi_id="bobby@ybl",
            utr="AX7778889",
            coins=510,
            started_by="rita",
            created_at=midnight,
        ),
        row(FAILED, user_id="100%_a", coins=100_000, minutes=99_999),
    )


def found(portal, **filters):
    page = portal.get(
        "/portal/?" + urlencode({"tab": "all", "sort": "-age"} | filters, True)
    )
    assert page.status_code == 200
    return shown(page)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"status": "failed"}, [3]),
        ({"status": ["failed", "pending"]}, [0, 3]),
        ({"user": "bob"}, [1]),
        ({"user": " bob "}, [1]),
        ({"user": "bo"}, []),
        ({"reviewer": "meera"}, [1]),
        ({"reviewer": "rita"}, [2]),
        ({"upi_id": "BOB@ybl"}, [1]),
        ({"upi_id": "bob"}, []),
        ({"since": "2026-03-10"}, [2, 3]),
        ({"since": "2026-03-09", "until": "2026-03-09"}, [1]),
        ({"until": "2026-03-09"}, [0, 1]),
        ({"since": "2026-03-10", "until": "2026-03-10"}, [2]),
        ({"since": "2026-03-11", "until": "2026-03-10"}, []),
        ({"least": "50.50"}, [1, 2, 3]),
        ({"least": "50.51"}, [2, 3]),
        ({"least": "50.55"}, [2, 3]),
        ({"most": "50.50"}, [0, 1]),
        ({"most": "50.49"}, [0]),
        ({"least": "51", "most": "51"}, [2]),
        ({"least": "10000"}, [3]),
        ({"least": "0", "most": "1e2"}, [0, 1, 2]),
        ({"q": "WDAB23CD45"}, [0]),
        ({"q": "wd-ab23 cd45"}, [0]),
        ({"q": " wdab-23cd-45 "}, [0]),
        ({"q": "WDAB23"}, []),
        ({"q": "bob"}, [1, 2]),
        ({"q": "bobby@y"}, [2]),
        ({"q": "Bobby@Y"}, [2]),
        ({"q": "ax7778889"}, [2]),
        ({"q": "AX77"}, []),
        ({"q": "100%_"}, [3]),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"q": "bob", "status": "completed"}, [2]),
        ({"q": "", "user": " "}, [0, 1, 2, 3]),
        ({"hour": "2026-03-10T00"}, [2]),
        ({"hour": "2026-03-09T23"}, [1]),
        ({"hour": "2026-03-09T23", "since": "2026-03-10"}, []),
        ({"dated": "paid"}, [2]),
        ({"dated": "paid", "until": "2026-02-28"}, []),
        ({"dated": "paid", "since": "2026-03-01", "until": "2026-03-01"}, [2]),
        ({"dated": "paid", "hour": "2026-03-01T12"}, [2]),
        ({"dated": "paid", "status": "failed"}, []),
        ({"reason": "UPI ID not found"}, [3]),
        ({"reason": "UPI ID"}, []),
    ],
    ids=str,
)
def test_filters(portal, rows, filters, numbers):
    assert found(portal, **filters) == ids(*(rows[each] for each in numbers))


def test_filters_narrow_the_tab(portal, rows):
    assert found(portal, tab="pay", q="bob") == ids(rows[1])


def test_number_of_results_is_told(portal, rows):
    page = portal.get("/portal/?tab=all&q=bob")
    assert re.search(
        r'<p id="result-count"[^>]*><strong>2</strong> requests</p>', html(page)
    )


def test_no_match_says_so_and_offers_a_way_back(portal, rows):
    page = portal.get("/portal/?tab=all&q=nobody")
    assert "No request matches" in words(page)
    assert 'href="/portal/?tab=all"' in html(page)


def chips(page):
    """Each chip's words and where it leads."""
    links = re.findall(r'<a class="chip" href="([^"]*)"[^>]*>(.*?)</a>', html(page))
    plain = [unescape(re.sub(r"<[^>]+>", "", inner)) for _, inner in links]
    urls = [unescape(url) for url, _ in links]
    return dict(zip((each.split(": ", 1)[1] for each in plain), urls, strict=True))


def test_each_filter_has_a_chip_that_removes_just_it(portal, rows):
    query = "tab=all&sort=amount&rows=50&status=failed&status=pending&q=bob&least=1"
    here = chips(portal.get(f"/portal/?{query}&after=x"))
    assert len(here) == 4
    assert here["Failed"] == (
        "/portal/?least=1&q=bob&rows=50&sort=amount&status=pending&tab=all"
    )
    assert here["“bob”"] == (
        "/portal/?least=1&rows=50&sort=amount&status=failed&status=pending&tab=all"
    )


def test_removing_all_chips_shows_all_again(portal, rows):
    page = portal.get("/portal/?tab=all&status=failed&user=bob&until=2026-01-01")
    for number in (3, 2, 1):
        left = chips(page)
        assert len(left) == number
        page = portal.get(next(iter(left.values())))
    assert len(shown(page)) == 4


def test_what_was_filtered_by_stands_in_the_form(portal, rows):
    page = html(portal.get("/portal/?q=b%22ob&user=x&status=failed&since=2026-03-01"))
    for value in ['value="b&quot;ob"', 'value="x"', 'value="2026-03-01"']:
        assert value in page
    assert re.search(r'value="failed"[^>]*checked', page)


def test_page_and_sort_keep_the_filters(portal):
    make(*(row(minutes=each) for each in range(30)))
    page = portal.get("/portal/?q=alice&least=1")
    for each in ("page-after", "sort-coins_amount", "rows-50"):
        assert {"q=alice", "least=1"} <= set(link(page, each).split("?")[1].split("&"))
