"""Acts that come too early, too late or years afterwards, at each door."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client

from tests.api import refused
from tests.doors import post
from tests.everything import nothing_changes
from tests.test_admin import act, told, versions
from wallet import clock
from withdrawals.models import CoinWithdrawal
from withdrawals.states import TRANSITIONS, Status

UTR = "512345678901"
IN_TURN = {(step.name, step.source) for step in TRANSITIONS}
OUT_OF_TURN = {*product(("start", "complete", "fail"), Status)} - IN_TURN


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


def sent_in_admin(name: str, row: CoinWithdrawal) -> dict[str, object]:
    """As the page in between sends it, which was open when the move was legal."""
    return {
        "start": {},
        "complete": {f"{row.pk}-utr": UTR} | versions(row),
        "fail": {"reason": "Account closed"} | versions(row),
    }[name]


@pytest.mark.parametrize(("name", "status"), sorted(OUT_OF_TURN))
def test_the_admin_moves_nothing_out_of_turn(meera, request_in, name, status):
    """Nothing is paid before its approval, or paid, failed or approved again."""
    row = request_in(status)
    with nothing_changes():
        page = act(meera, name, row)
        applied = act(meera, name, row, **sent_in_admin(name, row))
    for response in (page, applied):
        assert told(response).startswith("0 ")
        assert row.reference in told(response)


def test_a_key_keeps_its_answer_for_ever(api, alice):
    key = {"Idempotency-Key": "order 4711"}
    first = api.withdraw(headers=key)
    with clock.at(clock.now() + timedelta(days=3650)), nothing_changes():
        again = api.withdraw(headers=key)
    assert (again.status_code, again.content) == (201, first.content)
