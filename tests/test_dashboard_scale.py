"""The dashboard among many requests: every query enters an index."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.many_requests import fill
from tests.test_dashboard import BOARD, figures, number
from tests.test_queue_scale import plan
from wallet import clock

LAST = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
LARGE = "(withdrawals_coinwithdrawal|withdrawals_statuschange|wallet_[cu])"
READS_ALL = re.compile(rf"Seq Scan on {LARGE}|SCAN {LARGE}\w*$", re.M)


@pytest.fixture
def ask(client, rita):
    """rita opens an address on the last of the days."""
    # Half an hour apart: a year and two months of requests.
    fill(20_000, since="2025-01-01 00:00", every=30 * 60)
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
