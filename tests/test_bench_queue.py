"""`make bench` still measures all that it names, on a table of a few rows."""

import pytest
from django.db import connection

from tests import bench_queue
from tests.many_requests import SOME_OPEN, fill
from withdrawals.portal.tabs import TABS

# Its server closes connections, as one in production does.
pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="is measured there"),
]


@pytest.fixture
def few(transactional_db):
    since = f"{bench_queue.a_year_ago():%Y-%m-%d %H:%M}"
    fill(3000, since=since, every=bench_queue.A_YEAR / 3000, of=SOME_OPEN, users=150)


def test_it_compares_every_tab_and_a_deep_page(few, capsys):
    bench_queue.run(1)
    table = capsys.readouterr().out
    for tab in TABS.values():
        assert f"\n{tab.label} " in table
    for words in ("Filter: paid by", "Search: user", "Dashboard", "All, page 30"):
        assert words in table
