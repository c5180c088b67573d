"""Every error below /api/ has the one shape, whoever raised it."""

import logging

import pytest
from django.db import OperationalError

from tests.api import ADDRESSES, APP_KEY, PATH, POSTS, Server, refused
from tests.everything import nothing_changes
from withdrawals.api import answers, views

SHOWN_TO_NOBODY = "secret of the house"


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/nothing",
        "/api/razorpay/",
        "/api/razorpay/withdraw",
        "/api/razorpay/withdraw/cancel",
        "/api/razorpay/withdraw/nothing/",
        "/api/docs/",
        "/api/%00",
        "/api/a%0Ab",
        "/api/..%2f",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("debug", [True, False])
def test_elsewhere_there_is_nothing(api, settings, path, method, debug):
    settings.DEBUG = debug
    response = getattr(api.client, method)(path, content_type="application/json")
    refused(response, 404, "not_found")


@pytest.mark.parametrize("address", sorted(set(ADDRESSES.values())))
def test_an_endpoint_takes_its_methods_only(api, address):
    names = [name for name, each in ADDRESSES.items() if each == address]
    taken = {"POST" if name in POSTS else "GET" for name in names}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - taken:
        response = api.client.generic(method, address)
        refused(response, 405, "method_not_allowed")
        assert set(response["Allow"].split(", ")) == taken


@pytest.mark.parametrize("path", ["/api/docs", "/api/openapi.json"])
def test_the_documentation_is_only_read(api, path):
    assert api.client.get(path).status_code == 200
    response = api.post(path)
    refused(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


def test_a_fault_of_ours_is_logged_and_not_told(api, alice, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError(SHOWN_TO_NOBODY)

    monkeypatch.setattr(views, "submit_once", broken)
    with nothing_changes():
        response = api.withdraw()
    refused(response, 500, "internal_error")
    assert SHOWN_TO_NOBODY not in response.content.decode()
    fault = caplog.records[0]
    assert fault.levelno == logging.ERROR
    assert fault.message.startswith("[WITHDRAW] refused 500 internal_error by='app'")
    assert fault.exc_info


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "order 4711"}])
def test_an_act_whose_answer_fails_is_undone(api, alice, way, monkeypatch, headers):
    monkeypatch.setattr(answers, "text_of", None)
    with nothing_changes():
        refused(api.withdraw(headers=headers), 500, "internal_error")


@pytest.mark.parametrize("debug", [True, False])
def test_a_database_that_does_not_answer_is_no_fault(api, monkeypatch, settings, debug):
    settings.DEBUG = debug

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "submit_once", locked)
    response = api.withdraw()
    refused(response, 503, "unavailable")
    assert response["Retry-After"] == "2"


def test_a_forged_host_is_refused(api, alice, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    with nothing_changes():
        refused(api.withdraw(headers={"Host": "evil.example"}), 400, "bad_request")


@pytest.mark.parametrize("name", ADDRESSES)
def test_where_https_is_required_plain_http_is_refused(settings, name):
    settings.SECURE_SSL_REDIRECT = True
    client = Server(APP_KEY).client
    for call in (client.get, client.post):
        refused(call(ADDRESSES[name]), 400, "https_required")


def test_a_login_does_not_help(api, alice):
    anyone = Server(None)
    anyone.client.force_login(alice)
    refused(anyone.client.get(PATH + "history/?user_id=alice"), 401, "unauthorized")
