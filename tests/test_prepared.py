"""On PostgreSQL a statement that comes again is planned once for its connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from tests.crowd import NOON, make, row
from wallet import clock
from wallet.statements import Statement
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="has no server")


def _late(name):
    rows = CoinWithdrawal.objects.filter(status=Status.FAILED, failure_reason="5 % %s")
    return rows.filter(user_id=name).values_list("user_id")


@contextmanager
def threshold(number: int | None) -> Iterator[None]:
    """So often a statement must have been run before."""
    connection.ensure_connection()
    here = connection.connection
    before, here.prepare_threshold = here.prepare_threshold, number
    yield
    here.prepare_threshold = before


def kept_by_the_server(words: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [sql for (sql,) in cursor.fetchall() if words in sql]


def test_statement_that_comes_again_is_kept_with_its_fixed_values(db):
    make(row(Status.FAILED, user_id="bob", failure_reason="5 % %s"))
    statement = Statement(_late, str)
    for name in ("bob", "bob", "carol", "bob"):
        assert statement.rows(name) == [(name,)][: name == "bob"]
    (sql,) = kept_by_the_server("5 %")
    assert "= 'failed'" in sql and "= '5 % %s'" in sql and sql.count("$") == 1


def test_behind_a_pooler_nothing_is_kept(db):
    with threshold(None):
        for _ in range(4):
            assert Statement(_late, str).rows("carol") == []
    assert kept_by_the_server("5 %") == []


def test_search_is_planned_for_its_own_words(db, client, rita):
    client.force_login(rita)
    make(row(user_id="5%_bob's"), row(user_id="5x"))
    for text, number in [("5%_bob's", 1), ("5", 2), ("5%25", 1)] * 4:
        page = client.get(f"/portal/?tab=all&q={text}").content.decode()
        assert f"<strong>{number}</strong> request" in page
    assert all("LIKE $" not in sql for sql in kept_by_the_server("LIKE"))


def test_plan_that_is_kept_sees_what_is_new(db):
    asked = Statement(
        lambda moment: CoinWithdrawal.objects.filter(created_at__gt=moment), type(NOON)
    )
    since = clock.now() - timedelta(days=400)
    for number in range(7):
        assert len(asked.rows(since)) == number
        make(row())
