"""A database that refuses for a moment is asked again; for longer, it is a calm 503."""

import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from tests.api import APP_KEY, Server, let_in, refused
from tests.conftest import give
from tests.everything import nothing_changes
from tests.test_races import earn, race
from tests.test_web import text_of
from wallet import ledger, retries
from wallet.models import UserCoins
from wallet.retries import Busy, atomic_with_retry, keyed_with_retry
from withdrawals.models import CoinWithdrawal, IdempotencyKey

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
KEY = {"Idempotency-Key": "order 4711"}


class Said(Exception):
    """What a database driver raises: `sqlstate` as psycopg, else as sqlite3."""

    def __init__(self, state: str | None) -> None:
        super().__init__(state)
        if state:
            self.sqlstate = state
        else:
            self.sqlite_errorcode = 517  # BUSY_SNAPSHOT


def refuses(times: int, state: str | None, keyed: bool = False):
    """An act that is refused so often, and the list of its tries."""
    tries: list[int] = []

    def act() -> str:
        tries.append(1)
        give("alice", 100)
        if len(tries) <= times:
            raise OperationalError("not now") from Said(state)
        return "done"

    return (keyed_with_retry if keyed else atomic_with_retry)(act), tries


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "25006", None])
def test_what_was_rolled_back_is_done_again_once(state):
    act, tries = refuses(2, state)
    assert (act(), len(tries)) == ("done", 3)
    assert ledger.balance("alice") == 100


def test_the_fourth_refusal_is_the_last():
    act, tries = refuses(9, "40001")
    with nothing_changes(), pytest.raises(Busy):
        act()
    assert len(tries) == retries.TRIES == 4


def test_nobody_waits_for_tries_without_end(monkeypatch):
    monkeypatch.setattr(retries, "PATIENCE", -1)
    act, tries = refuses(1, "40001")
    with pytest.raises(Busy):
        act()
    assert len(tries) == 1


@pytest.mark.parametrize("state", ["08006", "57P01", "53100", "23505"])
def test_anything_else_is_not_tried_again(state):
    act, tries = refuses(1, state)
    with nothing_changes(), pytest.raises(OperationalError, match="not now"):
        act()
    assert len(tries) == 1


def test_a_part_of_a_transaction_is_not_tried_alone():
    act, tries = refuses(1, "40001")
    with pytest.raises(OperationalError), transaction.atomic():
        act()
    assert len(tries) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no connection")
@pytest.mark.parametrize("state", ["08006", "57P01"])
def test_what_has_a_key_is_tried_again_after_a_lost_connection(state):
    act, tries = refuses(1, state, keyed=True)
    assert (act(), len(tries)) == ("done", 2)


def test_two_that_wait_for_each_other_both_succeed():
    """PostgreSQL ends such a deadlock by refusing one of them; SQLite has none."""
    users = ["alice", "bob"]
    for user_id in users:
        give(user_id, 100)
    meeting = threading.Barrier(2)

    def crossing(first: str, second: str):
        tries: list[str] = []

        @atomic_with_retry
        def act() -> int:
            tries.append(first)
            ledger.credit(earn(f"credit:{first}-first", 1, first))
            if len(tries) == 1 and connection.vendor == "postgresql":
                meeting.wait(timeout=10)
            ledger.credit(earn(f"credit:{first}-second", 1, second))
            return len(tries)

        return act

    results = race(crossing(*users), crossing(*users[::-1]))
    assert all(isinstance(tries, int) for tries in results)
    assert (max(results) > 1) == (connection.vendor == "postgresql")
    assert [ledger.balance(user_id) for user_id in users] == [102, 102]


@contextmanager
def locked():
    """Another connection holds alice's account, and this one soon gives up."""
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            UserCoins.objects.select_for_update().get(user_id="alice")
            held.set()
            release.wait(timeout=30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(timeout=10)
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA busy_timeout = 20" if is_sqlite else "SET lock_timeout = 20"
        )
    try:
        yield
    finally:
        release.set()
        holder.join()
        connection.close()


def test_a_locked_database_is_503_and_the_key_can_be_used_again():
    let_in()
    give("alice", 2000)
    app = Server(APP_KEY)
    with locked(), nothing_changes():
        for headers in (KEY, {}):
            response = app.withdraw(headers=headers)
            refused(response, 503, "unavailable")
            assert response["Retry-After"] == "2"
    assert app.withdraw(headers=KEY).status_code == 201
    assert app.withdraw(headers=KEY).status_code == 201
    assert ledger.balance("alice") == 1500
    assert IdempotencyKey.objects.count() == CoinWithdrawal.objects.count() == 1


def test_a_form_on_a_locked_database_is_a_calm_page_and_counts_once(alice):
    browser = Client(raise_request_exception=False)
    browser.force_login(alice)
    token = browser.get("/withdraw/").context["token"]
    form = {"coins": "500", "upi_id": "alice@okhdfcbank", "token": token}
    with locked():
        response = browser.post("/withdraw/check/", form)
        assert (response.status_code, response["Retry-After"]) == (503, "2")
        assert "One moment please" in text_of(response)
    for _ in range(2):
        assert browser.post("/withdraw/check/", form).status_code == 302
    assert ledger.balance("alice") == 1500


def test_a_button_on_a_locked_database_is_a_calm_page(pending, rita):
    browser = Client(raise_request_exception=False)
    browser.force_login(rita)
    with locked():
        url = f"/portal/requests/{pending.id}/fail/"
        form = {"reason": "UPI ID not found", "version": 1}
        response = browser.post(url, form)
        assert (response.status_code, response["Retry-After"]) == (503, "2")
    pending.refresh_from_db()
    assert pending.status == "pending"
