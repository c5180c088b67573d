"""examples/react/withdrawal_proxy.py: it keeps the key, and users to their own."""

from io import BytesIO
from typing import Any

import pytest
from coin_withdrawals import Client
from withdrawal_proxy import answer, application

from tests.api import APP_KEY, let_in
from tests.conftest import submitted
from withdrawals.models import CoinWithdrawal

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
UPI = "alice@okhdfcbank"


@pytest.fixture
def coins(live_server, alice):
    let_in()
    with Client(live_server.url, APP_KEY, attempts=1) as client:
        yield client


def test_nobody_reaches_the_requests_of_another(coins):
    path = f"/withdrawals/{submitted().id}"
    assert answer(coins, "alice", "GET", path, "", {})[0] == 200
    assert answer(coins, "bob", "GET", path, "", {})[0] == 404
    assert answer(coins, "bob", "POST", f"{path}/cancel", "", {})[0] == 404


def test_who_asks_is_not_for_the_browser_to_say(coins, bob):
    body = {"amount": 500, "upi_id": "bob@ybl", "user_id": "alice"}
    status, made = answer(coins, "bob", "POST", "/withdrawals", "1", body)
    assert (status, made["user_id"]) == (200, "bob")


def test_the_same_key_of_two_users_names_two_acts(coins, bob):
    body = {"amount": 500, "upi_id": UPI}
    for user in ("alice", "bob", "alice"):
        assert answer(coins, user, "POST", "/withdrawals", "1", body)[0] == 200
    assert CoinWithdrawal.objects.count() == 2


JSON, KEYED = {"CONTENT_TYPE": "application/json"}, {"HTTP_IDEMPOTENCY_KEY": "1"}
WISH = b'{"amount": 500, "upi_id": "alice@ybl"}'
FOREIGN = [
    (KEYED | {"CONTENT_TYPE": "text/plain"}, WISH),
    (JSON, WISH),
    (KEYED | JSON, WISH[1:]),
    (KEYED | JSON, b"[]"),
]


def test_only_what_the_form_sends_is_done(coins):
    serve = application(coins, lambda _: "alice")
    for headers, body in [*FOREIGN, (KEYED | JSON, WISH)]:
        call: dict[str, Any] = {"REQUEST_METHOD": "POST", **headers}
        call |= {
            "PATH_INFO": "/withdrawals",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        [said] = serve(call, lambda *_: None)
        assert CoinWithdrawal.objects.count() == (b"pending" in said)
    assert CoinWithdrawal.objects.count() == 1


def test_our_own_faults_are_not_told_to_users(live_server):
    with Client(live_server.url, "cw_live_wrong") as coins:
        status, told = answer(coins, "alice", "GET", "/withdrawals", "", {})
    assert (status, told["error"]["code"]) == (502, "unavailable")
