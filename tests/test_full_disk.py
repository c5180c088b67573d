"""A disk that is full: a calm 503, nothing half done, and the key still works."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.api import APP_KEY, Server, let_in, refused
from tests.conftest import give
from tests.everything import nothing_changes
from wallet import ledger
from withdrawals.models import CoinWithdrawal

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
KEY = {"Idempotency-Key": "order 4711"}
# PostgreSQL's own error, late in the transaction: a real disk would stop all tests.
FULL = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER zz_no_space BEFORE INSERT ON withdrawals_statuschange
FOR EACH ROW EXECUTE FUNCTION no_space();
"""


@contextmanager
def full_disk() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FULL)
            try:
                yield
            finally:
                cursor.execute("DROP FUNCTION no_space() CASCADE")
            return
        cursor.execute("VACUUM")  # no free page is left
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_is_503_and_the_key_works_when_there_is_space():
    let_in()
    give("alice", 100_000)
    app = Server(APP_KEY)
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
