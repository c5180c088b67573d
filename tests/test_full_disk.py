"""A disk that is full: a calm 503, nothing half done, and the key still works."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests.api import APP_KEY, Server, let_in, refused
from tests.conftest import RequestIn, give
from tests.everything import nothing_changes
from tests.test_order import UTR, press
from wallet import ledger, verification
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's disk is really full"
)
KEY = {"Idempotency-Key": "order 4711"}
# PostgreSQL's own error at one table's rows: a real disk would stop all tests.
FULL = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER zz_no_space BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION no_space();
"""
REQUESTS, HISTORY = "withdrawals_coinwithdrawal", "withdrawals_statuschange"
COINS = ["wallet_usercoins", "wallet_cointransaction"]
# What each act writes, in its order.
ASK = [REQUESTS, *COINS, HISTORY, "withdrawals_idempotencykey"]
WRITES = {"complete": [REQUESTS, HISTORY], "fail": [REQUESTS, HISTORY, *COINS]}
TYPED = {"complete": {"utr": UTR}, "fail": {"reason": "Other", "detail": "Closed"}}
CELLS = [(name, table) for name, tables in WRITES.items() for table in tables]


@contextmanager
def full_disk(table: str = HISTORY) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            connection.check_constraints()  # none may wait where a trigger comes
            cursor.execute(FULL.format(table=table))
            try:
                yield
            finally:
                connection.check_constraints()
                cursor.execute("DROP FUNCTION no_space() CASCADE")
            return
        cursor.execute("VACUUM")  # no free page is left
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_full_disk_is_503_and_the_key_works_when_there_is_space():
    let_in()
    app = Server(APP_KEY)
    give("alice", 100_000)
    with full_disk():
        for number in range(200):  # until the last page is full
            key = {"Idempotency-Key": f"order {number}"}
            if app.withdraw(headers=key, amount=100).status_code != 201:
                break
        made = CoinWithdrawal.objects.count()
        with nothing_changes():
            refused(app.withdraw(headers=key, amount=100), 503, "unavailable")
    assert made == number < 199
    assert app.withdraw(headers=key, amount=100).status_code == 201
    assert ledger.balance("alice") == 100_000 - 100 * (made + 1)


@on_postgresql
@pytest.mark.parametrize("table", ASK)
def test_a_request_is_whole_or_not_there_wherever_the_disk_ends(api, alice, way, table):
    with full_disk(table), nothing_changes():
        answer = api.withdraw(headers=KEY, amount=500)
        refused(answer, 503, "unavailable")
        assert answer["Retry-After"]
    assert api.withdraw(headers=KEY, amount=500).status_code == 201
    assert ledger.balance("alice") == 1500


@on_postgresql
@pytest.mark.parametrize(("name", "table"), CELLS)
def test_a_move_is_whole_or_not_made_wherever_the_disk_ends(
    client: Client, meera, request_in: RequestIn, name, table
):
    client.force_login(meera)
    row, typed = request_in(Status.PROCESSING), TYPED[name]
    with full_disk(table), nothing_changes():
        assert press(client, name, row, **typed) == 503
    assert press(client, name, row, **typed) == 302
    assert list(verification.differences()) == []
