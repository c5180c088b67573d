"""Every answer has an id, which each log line about its request tells."""

import io
import logging
from uuid import UUID

import pytest
from django.test import Client

from project.logs import LineFormatter
from tests.api import ADDRESSES, APP_KEY, PATH, Server

HEADER = "X-Request-Id"


@pytest.fixture
def log(settings):
    """The lines that are written from here on, as they would stand in the file."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    style = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(LineFormatter(style["format"], style=style["style"]))
    logging.getLogger().addHandler(handler)
    yield lambda: written.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (lambda api: api.withdraw(), 201),
        (lambda api: api.withdraw(amount=1), 400),
        (lambda api: Server(None).withdraw(), 401),
        (lambda api: api.client.get("/api/nothing"), 404),
        (lambda api: api.client.get(PATH), 405),
        (lambda api: api.post(PATH, b"x" * 70_000), 413),
        (lambda api: api.client.get("/api/docs"), 200),
        (lambda api: api.client.get("/withdraw/"), 302),
        (lambda api: api.withdraw(headers={"Host": "evil.example"}), 400),
    ],
)
def test_every_answer_has_one(api, alice, log, call, status):
    response = call(api)
    assert response.status_code == status
    assert UUID(response[HEADER]).version == 7
    assert all(f" {response[HEADER]} " in line for line in log())


def test_a_fault_of_ours_has_one_too(api, alice, log, monkeypatch):
    monkeypatch.setattr("withdrawals.api.views.submit_once", None)
    response = api.withdraw()
    assert response.status_code == 500
    lines = log()
    assert len(lines) == 2
    assert all(f" {response[HEADER]} " in line for line in lines)


@pytest.mark.parametrize("sent", ["order-4711", "0123456789abcdef", "a" * 100])
def test_the_callers_own_id_is_taken(api, log, sent):
    headers = {HEADER: sent, "Authorization": f"Bearer {APP_KEY}"}
    response = Client().get(ADDRESSES["balance"], {"user_id": "a"}, headers=headers)
    assert response[HEADER] == sent
    assert all(f" {sent} " in line for line in log()) and log()


@pytest.mark.parametrize(
    "sent",
    ["", "short", "a" * 101, "two words", "a@okhdfcbank", "x\ny1234567", "é" * 9],
)
def test_an_id_that_is_none_is_not_taken(api, sent):
    response = api.client.get("/api/nothing", headers={HEADER: sent})
    assert UUID(response[HEADER]).version == 7


def test_two_answers_have_two(api):
    first, second = (api.client.get("/api/nothing") for _ in range(2))
    assert first[HEADER] != second[HEADER]


def test_what_happens_outside_any_request_has_none(log):
    logging.getLogger("project").error("Nobody asked for this")
    [line] = log()
    assert " ERROR - project Nobody asked" in line
