"""The queue among many requests: every query enters an index and has a limit."""

import itertools
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.guards import triggers_off
from tests.queue_page import QUEUE, link
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.tabs import TABS

# Twenty thousand valid requests; most are done, as in a real table.
FILL = """
INSERT INTO withdrawals_coinwithdrawal (
    id, reference, user_id, coins_amount, rupees_amount, upi_id, status, admin_notes,
    failure_reason, utr, started_by, version, created_at, completed_at
)
WITH RECURSIVE numbers (n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000
), made AS (
    SELECT n, 100 + n * 7 % 99900 AS coins,
        CASE n % 200 WHEN 0 THEN 'pending' WHEN 1 THEN 'processing' WHEN 2 THEN 'failed'
             WHEN 3 THEN 'cancelled' ELSE 'completed' END AS status
    FROM numbers
)
SELECT {id}, 'WX' || (10000000 + n), 'user' || n % 5000, coins, coins / 10.0,
    'user' || n % 5000 || '@ybl', status, 'A message',
    CASE WHEN status = 'failed' THEN 'A reason' END,
    CASE WHEN status = 'completed' THEN 'UT' || (10000000 + n) END,
    CASE WHEN status IN ('processing', 'completed') THEN 'rita' ELSE '' END,
    1, {time},
    CASE WHEN status = 'completed' THEN {time} END
FROM made
"""
DIALECTS = {
    "postgresql": {
        "id": "gen_random_uuid()",
        "time": "TIMESTAMPTZ '2026-01-01 00:00Z' + n * INTERVAL '1 minute'",
    },
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "time": "datetime('2026-01-01', '+' || n || ' minutes') || '.000000'",
    },
}
TABLE = "withdrawals_coinwithdrawal"
SORTS = ["age", "-age", "amount", "-amount"]
# PostgreSQL names the bound as an Index Cond, SQLite in brackets.
ENTERS = re.compile(r"Index Cond: .*(created_at|coins_amount) [<>]|\(.*[<>]\?\)")


@pytest.fixture
def portal(client, rita):
    """rita's browser, among 20,000 requests."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(FILL.format(**DIALECTS[connection.vendor]))
        cursor.execute("ANALYZE")
    client.force_login(rita)
    return client


def queries_of(portal, url):
    """The page, and what it asks of the table of requests."""
    with CaptureQueriesContext(connection) as captured:
        page = portal.get(url)
    assert page.status_code == 200
    return page, [each["sql"] for each in captured if f'FROM "{TABLE}"' in each["sql"]]


def plan(sql):
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}")
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


def reads_all(sql):
    """The plan, if it reads the table from its start."""
    steps = plan(sql)
    return (
        steps if re.search(rf"Seq Scan on {TABLE}|SCAN {TABLE}$", steps, re.M) else ""
    )


@pytest.mark.parametrize("sort", ["-age", "-amount"])
def test_every_page_of_every_tab_reads_an_index(portal, sort):
    for tab in TABS:
        page, first = queries_of(portal, f"{QUEUE}?tab={tab}&sort={sort}")
        _, deep = queries_of(portal, link(page, "page-after"))
        for sql in first + deep:
            assert not reads_all(sql) or counts_most(sql), (tab, plan(sql))


def counts_most(sql):
    """Whether it counts what fills the table: there a bounded scan is the best."""
    return "COUNT(*)" in sql and ("completed" in sql or "WHERE" not in sql)


def test_deep_page_enters_the_index_at_its_place(portal):
    for tab, sort in itertools.product(["review", "completed", "all"], SORTS):
        page, _ = queries_of(portal, f"{QUEUE}?tab={tab}&sort={sort}")
        _, deep = queries_of(portal, link(page, "page-after"))
        enters = [ENTERS.search(plan(sql)) for sql in deep if "ORDER BY" in sql]
        assert all(enters), (tab, sort, [plan(sql) for sql in deep])


def test_nothing_is_read_or_counted_without_a_limit(portal):
    opened = CoinWithdrawal.objects.to_review()[0].id
    for query in ("tab=review", "tab=all", "tab=all&q=user12", f"open={opened}"):
        _, queries = queries_of(portal, f"{QUEUE}?{query}")
        assert [sql for sql in queries if "LIMIT" not in sql] == []


@pytest.mark.parametrize(
    "text", ["WX10000500", "user123@y", "user123", "nobody", "UT1"]
)
def test_search_reads_the_indexes_of_its_columns(portal, text):
    for tab in ("all", "completed", "review"):
        _, queries = queries_of(portal, f"{QUEUE}?tab={tab}&q={text}")
        for sql in queries:
            assert not reads_all(sql) or counts_most(sql), (text, plan(sql))
