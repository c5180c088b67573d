"""The queue among many requests: every query enters an index and has a limit."""

import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.many_requests import SOME_OPEN, fill
from tests.queue_page import QUEUE, link
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.tabs import TABS

TABLE = "withdrawals_coinwithdrawal"
SORTS = ["age", "-age", "amount", "-amount"]
# PostgreSQL names the bound as an Index Cond, SQLite in brackets.
ENTERS = re.compile(r"Index Cond: .*(created_at|coins_amount) [<>]|\(.*[<>]\?\)")


@pytest.fixture
def portal(client, rita):
    """rita's browser, among 20,000 requests."""
    fill(20_000)
    client.force_login(rita)
    return client


def queries_of(portal, url):
    """The page, and what it asks of the table of requests."""
    with CaptureQueriesContext(connection) as captured:
        page = portal.get(url)
    assert page.status_code == 200
    asked = [each["sql"] for each in captured if f'FROM "{TABLE}"' in each["sql"]]
    return page, [sql for each in asked for sql in parts(each)]


def parts(sql):
    """A page, and the counts that are read beside it."""
    if not sql.startswith("SELECT page.*, "):
        return [sql]
    figures, _, page = sql.rpartition(" FROM (")
    return [figures.replace("page.*, ", ""), page.removesuffix(") AS page")]


def plan(sql):
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}")
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


def reads_all(sql):
    """The plan, if it reads the table from its start.

    Not where it counts what fills the table: there a bounded scan is the best.
    """
    lines = plan(sql).splitlines()
    fills = re.compile(r"completed|Filter: \(NOT is_test\)$")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if re.search(rf"Seq Scan on {TABLE}|SCAN {TABLE}$", line) and not (
            "SELECT COUNT(*)" in sql and (fills.search(below) or "Filter" not in below)
        ):
            return "\n".join(lines)
    return ""


def test_every_page_of_every_tab_reads_an_index(portal):
    lists = [tab.key for tab in TABS.values() if not tab.is_test]
    for tab, sort in itertools.product(lists, ["-age", "-amount"]):
        page, first = queries_of(portal, f"{QUEUE}?tab={tab}&sort={sort}")
        _, deep = queries_of(portal, link(page, "page-after"))
        for sql in first + deep:
            assert not reads_all(sql), (tab, sort)


def test_deep_page_enters_the_index_at_its_place(portal):
    for tab, sort in itertools.product(["review", "completed", "all"], SORTS):
        page, _ = queries_of(portal, f"{QUEUE}?tab={tab}&sort={sort}")
        _, deep = queries_of(portal, link(page, "page-after"))
        enters = [ENTERS.search(plan(sql)) for sql in deep if "ORDER BY" in sql]
        assert all(enters), (tab, sort, [plan(sql) for sql in deep])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite may sort")
@pytest.mark.parametrize("query", ["tab=late", "tab=all&status=pending&status=failed"])
@pytest.mark.parametrize("sort", SORTS)
def test_several_statuses_are_read_in_order(client, rita, query, sort):
    """Merged as they come: a table of millions would be sorted otherwise."""
    fill(20_000, of=SOME_OPEN)
    client.force_login(rita)
    _, queries = queries_of(client, f"{QUEUE}?{query}&sort={sort}")
    (page,) = [plan(sql) for sql in queries if "ORDER BY" in sql]
    assert "Merge Append" in page
    assert not re.search(r"\bSort\b(?! Key)", page)


def test_nothing_is_read_or_counted_without_a_limit(portal):
    opened = CoinWithdrawal.objects.to_review()[0].id
    for query in ("tab=review", "tab=all", "tab=all&q=user12", f"open={opened}"):
        _, queries = queries_of(portal, f"{QUEUE}?{query}")
        assert [sql for sql in queries if "LIMIT" not in sql] == []


def test_news_of_every_tab_read_an_index(portal):
    """Each open page asks for them every now and then."""
    for tab in TABS:
        _, queries = queries_of(portal, f"{QUEUE}news/?tab={tab}")
        assert [sql for sql in queries if "LIMIT" not in sql] == []
        assert [each for each in map(reads_all, queries) if each] == [], tab


def test_search_reads_the_indexes_of_its_columns(portal):
    texts = ["WX10000500", "user123@y", "user123", "nobody", "UT1"]
    for tab, text in itertools.product(["all", "completed", "review"], texts):
        _, queries = queries_of(portal, f"{QUEUE}?tab={tab}&q={text}")
        for sql in queries:
            assert not reads_all(sql), (tab, text)


FILTERS = [
    "user=user123",
    "upi_id=user123@ybl",
    "reviewer=nobody",
    "status=pending&status=failed",
    "since=2026-01-03&until=2026-01-03",
    "hour=2026-01-03T12",
    "least=5000&most=5010",
    "payer=rita",
    "payer=nobody",
    "reason=Reason%203",
    "reason=nothing",
    "dated=paid&since=2026-01-03&until=2026-01-03",
    "dated=failed&hour=2026-01-03T12",
    "dated=failed&since=2026-01-03&until=2026-01-04&reason=Reason%203",
]


def test_each_filter_reads_an_index_and_has_a_limit(portal):
    for tab, query in itertools.product(["all", "completed", "review"], FILTERS):
        _, queries = queries_of(portal, f"{QUEUE}?tab={tab}&{query}")
        assert [sql for sql in queries if "LIMIT" not in sql] == []
        assert [each for each in map(reads_all, queries) if each] == [], (tab, query)
