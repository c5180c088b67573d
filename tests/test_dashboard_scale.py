"""The dashboard among many requests: every query enters an index."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.guards import triggers_off
from tests.test_dashboard import BOARD, figures, number
from tests.test_queue_scale import DIALECTS, FILL, plan
from wallet import clock

# Half an hour apart: a year and two months of requests.
TIMES = {
    "postgresql": "TIMESTAMPTZ '2025-01-01 00:00Z' + n * INTERVAL '30 minute'",
    "sqlite": "datetime('2025-01-01', '+' || (n * 30) || ' minutes') || '.000000'",
}
HISTORY = """
INSERT INTO withdrawals_statuschange (
    id, withdrawal_id, from_status, to_status, actor_kind, actor, note, created_at
)
SELECT {id}, id, 'pending', status, 'staff', 'rita', '', created_at
FROM withdrawals_coinwithdrawal WHERE status <> 'pending'
"""
LAST = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
LARGE = "(withdrawals_coinwithdrawal|withdrawals_statuschange|wallet_[cu])"
READS_ALL = re.compile(rf"Seq Scan on {LARGE}|SCAN {LARGE}\w*$", re.M)


@pytest.fixture
def ask(client, rita):
    """rita opens an address on the last of the days."""
    dialect = DIALECTS[connection.vendor]
    with triggers_off(), connection.cursor() as cursor:
        times = {"time": TIMES[connection.vendor]}
        cursor.execute(FILL.format(**dialect | times))
        cursor.execute(HISTORY.format(**dialect))
        cursor.execute("ANALYZE")
    client.force_login(rita)

    def get(url):
        with clock.at(LAST), CaptureQueriesContext(connection) as captured:
            page = client.get(url)
        return page, [each["sql"] for each in captured if " FROM " in each["sql"]]

    return get


def whole_reads(queries):
    """The plans of the queries that read a table of ours from its start."""
    return [each for each in map(plan, queries) if READS_ALL.search(each)]


def test_no_figure_reads_a_whole_table(ask):
    page, queries = ask(BOARD)
    assert number(page, "week") != ""
    assert whole_reads(queries) == []
    assert len(queries) <= 21


def test_lists_of_the_figures_read_indexes_too(ask):
    page, _ = ask(BOARD)
    kinds = {re.sub("=[^&]*", "", url): url for url, _ in figures(page)}
    assert len(kinds) == 7
    for url in kinds.values():
        assert whole_reads(ask(url)[1]) == [], url
