"""Acts that come too early, too late or years afterwards, at each door."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.api import refused
from tests.doors import post
from tests.everything import nothing_changes
from wallet import clock
from withdrawals.models import CoinWithdrawal

UTR = "512345678901"


@pytest.fixture
def browser(client, meera):
    client.force_login(meera)
    return client


def press(browser: Client, name: str, row: CoinWithdrawal, **typed: str) -> int:
    url = f"/portal/requests/{row.id}/{name}/"
    return int(post(browser, url, {"version": str(row.version)} | typed).status_code)


def test_nothing_is_paid_before_it_is_approved(browser, pending):
    with nothing_changes():
        assert press(browser, "complete", pending, utr=UTR) == 409
        assert press(browser, "reverse", pending, reason="Back") == 409
        assert press(browser, "release", pending, reason="Mine") == 409


def test_nothing_is_approved_or_paid_twice(browser, completed):
    with nothing_changes():
        assert press(browser, "start", completed) == 409
        assert press(browser, "complete", completed, utr=UTR) == 409


def test_what_is_paid_is_not_cancelled(api, browser, alice, completed):
    browser.force_login(alice)
    with nothing_changes():
        refused(api.cancel(completed.id), 400, "not_pending")
        page = post(browser, f"/withdraw/{completed.id}/cancel/", {})
    assert page.status_code == 409


def test_a_key_keeps_its_answer_for_ever(api, alice):
    key = {"Idempotency-Key": "order 4711"}
    first = api.withdraw(headers=key)
    with clock.at(clock.now() + timedelta(days=3650)), nothing_changes():
        again = api.withdraw(headers=key)
    assert (again.status_code, again.content) == (201, first.content)
