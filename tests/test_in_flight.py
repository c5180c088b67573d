"""A key that comes again while the first call with it is still being worked on."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.api import APP_KEY, Server, let_in, refused
from tests.conftest import give
from tests.everything import nothing_changes
from tests.patience import SLOW, wait_until
from wallet import ledger
from wallet.models import UserCoins
from withdrawals import idempotency, submission
from withdrawals.idempotency import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class HeldOpen:
    """Stops the first submit inside its transaction, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.inside, self.let_go = Barrier(2), Event()
        self.submit = submission.step_by_step
        monkeypatch.setattr(submission, "has_functions", lambda: False)
        monkeypatch.setattr(submission, "step_by_step", self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        outcome = self.submit(*args, **kwargs)
        if not self.let_go.is_set():
            self.inside.wait(timeout=SLOW)
            assert self.let_go.wait(timeout=SLOW)
        return outcome


def send(key: str = "order 4711") -> Any:
    try:
        return Server(APP_KEY).withdraw(headers={"Idempotency-Key": key})
    finally:
        connection.close()


@pytest.fixture
def held(monkeypatch):
    let_in()
    give("alice", 2000)
    return HeldOpen(monkeypatch)


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2) as pool:
        yield pool


def both_are_one(first: Any, second: Any) -> bool:
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert ledger.balance("alice") == 1500
    return bool(first.content == second.content)


def test_a_second_call_is_told_to_come_back(held, threads):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets nobody begin beside the first")
    first = threads.submit(send)
    held.inside.wait(timeout=SLOW)
    began = time.monotonic()
    with nothing_changes():
        response = send()
    refused(response, 409, "request_in_progress")
    assert response["Retry-After"] == "1"
    assert time.monotonic() - began < 5
    held.let_go.set()
    assert both_are_one(first.result(timeout=SLOW), send())


def test_a_second_call_may_wait_for_the_first(held, threads, monkeypatch):
    """On SQLite for as long as it takes, on PostgreSQL for a moment."""
    monkeypatch.setattr(idempotency, "PATIENCE", 1000 * SLOW)
    first = threads.submit(send)
    held.inside.wait(timeout=SLOW)
    second = threads.submit(send)
    time.sleep(0.1)
    held.let_go.set()
    assert both_are_one(first.result(timeout=SLOW), second.result(timeout=SLOW))


def test_whoever_waits_for_coins_is_not_hurried(held, threads):
    """The patience is for the key alone, not for the row of a busy account."""
    first = threads.submit(send)
    held.inside.wait(timeout=SLOW)
    other = threads.submit(send, "order 4712")
    time.sleep(3 * PATIENCE / 1000)
    held.let_go.set()
    assert first.result(timeout=SLOW).status_code == 201
    assert other.result(timeout=SLOW).status_code == 201


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one way")
def test_one_statement_tells_a_second_call_too(db, threads):
    """It has the key, and waits for the row of a busy account."""
    give("alice", 2000)
    let_in()
    with transaction.atomic():
        UserCoins.objects.select_for_update().get(user_id="alice")
        first = threads.submit(send)
        wait_until(is_waited_for)
        refused(threads.submit(send).result(timeout=SLOW), 409, "request_in_progress")
    assert both_are_one(first.result(timeout=SLOW), send())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one way")
def test_one_statement_tells_a_second_cancel_too(pending, threads):
    let_in()
    with transaction.atomic():
        UserCoins.objects.select_for_update().get(user_id="alice")
        first = threads.submit(cancel, pending.id)
        wait_until(is_waited_for)
        second = threads.submit(cancel, pending.id).result(timeout=SLOW)
        refused(second, 409, "request_in_progress")
    assert first.result(timeout=SLOW).content == cancel(pending.id).content
    assert ledger.balance("alice") == 2000


def cancel(withdrawal_id: UUID) -> Any:
    try:
        return Server(APP_KEY).cancel(
            withdrawal_id, headers={"Idempotency-Key": "4713"}
        )
    finally:
        connection.close()


def is_waited_for() -> bool:
    """Whether somebody waits for this connection; others' tests have theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
