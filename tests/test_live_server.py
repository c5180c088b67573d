"""What only the server with all its processes shows: guesses, and doubled headers."""

import json
import os
import re
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from project.login import throttle
from tests.api import APP_KEY, let_in
from tests.conftest import give
from tests.ledger_processes import found_by_processes  # noqa: F401 (a fixture)
from tests.patience import SLOW
from tests.service import Service
from withdrawals.models import CoinWithdrawal

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("found_by_processes"),
]
LOGIN, WITHDRAW = "/accounts/login/", "/api/razorpay/withdraw/"
CROWD, EACH = 6, 6
KEY, BEARER = "Idempotency-Key", "Authorization"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def port(found_by_processes, tmp_path: Path) -> Iterator[int]:  # noqa: F811
    """The product in three processes, on the test's own database."""
    service = Service.at(os.environ["DATABASE_URL"], tmp_path)
    let_in()
    with service.serving(WEB_CONCURRENCY="3", DEBUG="true", API_REQUIRE_KEY="true"):
        yield int(service.env["PORT"])


def ask(
    port: int, path: str, body: str, *headers: tuple[str, str]
) -> tuple[HTTPResponse, str]:
    """POST with these very header lines; without a body GET."""
    server = HTTPConnection("127.0.0.1", port, timeout=SLOW)
    server.putrequest("POST" if body else "GET", path)
    for name, value in (*headers, ("Content-Length", str(len(body)))):
        server.putheader(name, value)
    server.endheaders(body.encode())
    response = server.getresponse()
    text = response.read().decode()
    server.close()
    return response, text


def guess(port: int, number: int, statuses: list[int]) -> None:
    response, page = ask(port, LOGIN, "")
    cookie = (response.headers["Set-Cookie"] or "").partition(";")[0]
    form = ("Content-Type", "application/x-www-form-urlencoded")
    token = f"csrfmiddlewaretoken={TOKEN.findall(page)[0]}"
    for each in range(EACH):
        body = f"{token}&username=alice&password=wrong-{number}-{each}"
        response, _ = ask(port, LOGIN, body, form, ("Cookie", cookie))
        statuses.append(response.status)


def test_guesses_at_several_processes_are_checked_five_times(port, alice):
    statuses: list[int] = []
    crowd = [
        threading.Thread(target=guess, args=(port, each, statuses))
        for each in range(CROWD)
    ]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(timeout=SLOW)
    assert statuses.count(422) == throttle.LIMIT
    assert statuses.count(429) == CROWD * EACH - throttle.LIMIT


def test_header_that_comes_twice_opens_no_door_and_asks_once(port):
    give("alice", 1000)
    right = (BEARER, f"Bearer {APP_KEY}")
    body = json.dumps({"user_id": "alice", "amount": 500, "upi_id": "a@ybl"})
    json_ = ("Content-Type", "application/json")
    sent = [
        ask(port, WITHDRAW, body, json_, *more)[0].status
        for more in [
            (right, right),
            (right, (BEARER, "Bearer another")),
            ((BEARER, "Bearer another"), right),
            (right, (KEY, "order 1"), (KEY, "order 1")),
            (right, (KEY, "order 1"), (KEY, "order 1")),
        ]
    ]
    assert sent == [401, 401, 401, 201, 201]
    assert CoinWithdrawal.objects.count() == 1
