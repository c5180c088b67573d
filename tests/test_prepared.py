"""On PostgreSQL a statement that comes again is planned once for its connection."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    DataError,
    OperationalError,
    connection,
    transaction,
)

from project.postgresql import reading
from tests.crowd import NOON, make, row
from wallet import clock
from wallet.statements import Statement, read
from withdrawals.models import CoinWithdrawal, UPIHandle
from withdrawals.states import Status

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="has no server")


@pytest.fixture(autouse=True)
def _own_statements(db):
    """Nothing is kept from before; the next tests miss nothing that was taken away."""
    forget()
    yield
    forget()


def forget() -> None:
    here: Any = connection
    with here.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    here._reader = None


def _late(name):
    rows = CoinWithdrawal.objects.filter(status=Status.FAILED, failure_reason="5 % %s")
    return rows.filter(user_id=name).values_list("user_id")


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


def test_behind_a_pooler_nothing_is_kept(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    for _ in range(4):
        assert read("SELECT %s || ' by a pooler'", ["It"]) == [("It by a pooler",)]
    assert kept_by_the_server("by a pooler") == []


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


def test_no_more_are_kept_than_a_connection_shall_keep(db, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 3)
    for number in (*[1, 2, 3, 4, 5] * 3, 1):
        asked = f"SELECT %s || ' is no. {number} %%'"
        assert read(asked, ["It"]) == [(f"It is no. {number} %",)]
    assert len(kept_by_the_server("is no.")) <= 3


def test_statement_that_failed_may_be_asked_again(db):
    for divisor in (5, 0, 5, 0, 5):
        with suppress(DataError), transaction.atomic():
            assert read("SELECT 10 / %s::int", [divisor]) == [(2,)]
    assert len(kept_by_the_server("10 /")) == 1


@pytest.mark.parametrize("change", ["ALTER TABLE it ADD two int", "DEALLOCATE ALL"])
def test_statement_that_outlived_its_plan_is_planned_anew(db, change):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE it (one int) ON COMMIT DROP")
        for _ in range(4):
            read("SELECT * FROM it WHERE one = %s", [1])
        cursor.execute(change)
        with pytest.raises(DatabaseError), transaction.atomic():
            read("SELECT * FROM it WHERE one = %s", [1])
        assert read("SELECT * FROM it WHERE one = %s", [1]) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_first_statement_of_a_transaction_begins_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        read("DELETE FROM withdrawals_upihandle RETURNING handle", [])
        raise ZeroDivisionError
    assert UPIHandle.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_server_that_ends_in_the_middle_is_the_databases_trouble():
    for _ in range(4):
        read("SELECT %s", [1])
    with pytest.raises(OperationalError):
        read("SELECT pg_terminate_backend(pg_backend_pid())", [])
    with pytest.raises(OperationalError):
        read("SELECT %s", [1])
    connection.close()
    assert read("SELECT %s", [1]) == [(1,)]
