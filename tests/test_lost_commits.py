"""The connection breaks in COMMIT: whatever was heard, it is done at most once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests.api import APP_KEY, Server, let_in, refused
from tests.conftest import submitted
from tests.proxy import Proxy
from wallet import ledger, verification
from withdrawals.models import CoinWithdrawal, IdempotencyKey, StatusChange

pytestmark = [
    pytest.mark.usefixtures("way"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no wire"),
]
KEY = {"Idempotency-Key": "order 4711"}


@pytest.fixture
def fates(transactional_db) -> Iterator[list[str]]:
    """What becomes of the next COMMITs on this thread's connection, in order."""
    coming: list[str] = []
    settings = connection.settings_dict
    path = Path(settings["HOST"] or settings["OPTIONS"].get("host", ""))
    straight = {name: settings[name] for name in ("HOST", "PORT")}
    with Proxy(
        str(path / ".s.PGSQL.5432"), lambda: coming.pop(0) if coming else ""
    ) as proxy:
        connection.close()
        settings.update(HOST="127.0.0.1", PORT=proxy.port)
        yield coming
        connection.close()
        settings.update(straight)
    assert list(verification.differences()) == []


@pytest.fixture
def app() -> Server:
    let_in()
    return Server(APP_KEY)


@pytest.mark.parametrize("fate", ["before", "after"])
def test_a_request_with_a_key_is_made_once(alice, app, fates, fate):
    fates.append(fate)
    made = app.withdraw(headers=KEY)
    assert (made.status_code, fates) == (201, [])
    assert app.withdraw(headers=KEY).content == made.content
    assert CoinWithdrawal.objects.count() == IdempotencyKey.objects.count() == 1
    assert ledger.balance("alice") == 1500


@pytest.mark.parametrize("fate", ["before", "after"])
def test_a_key_that_was_given_up_can_be_sent_again(alice, app, fates, fate):
    fates.extend(["before"] * 3 + [fate])
    refused(app.withdraw(headers=KEY), 503, "unavailable")
    assert not fates, "four tries are all"
    assert app.withdraw(headers=KEY).status_code == 201
    assert CoinWithdrawal.objects.count() == 1
    assert ledger.balance("alice") == 1500


def test_a_cancellation_with_a_key_refunds_once(alice, app, fates):
    withdrawal = submitted()
    fates.append("after")
    for _ in range(2):
        assert app.cancel(withdrawal.id, headers=KEY).status_code == 200
    assert ledger.balance("alice") == 2000


@pytest.mark.parametrize(("fate", "made"), [("before", 0), ("after", 1)])
def test_without_a_key_nobody_asks_twice(alice, app, fates, fate, made):
    """Nobody knows what came of it, so the caller is told, and may look."""
    fates.append(fate)
    refused(app.withdraw(), 503, "unavailable")
    for _ in range(100 * made):  # the server goes on after the line is cut
        if CoinWithdrawal.objects.exists():
            break
        time.sleep(0.05)
    assert CoinWithdrawal.objects.count() == made


@pytest.mark.parametrize(("fate", "again"), [("before", 302), ("after", 409)])
def test_a_button_that_was_not_heard_can_be_pressed_again(
    pending, rita, fates, fate, again
):
    browser = Client(raise_request_exception=False)
    browser.force_login(rita)
    url = f"/portal/requests/{pending.id}/fail/"
    form = {"reason": "UPI ID not found", "version": 1}
    fates.append(fate)
    assert browser.post(url, form).status_code == 503
    assert browser.post(url, form).status_code == again
    assert ledger.balance("alice") == 2000
    assert StatusChange.objects.filter(to_status="failed").count() == 1
