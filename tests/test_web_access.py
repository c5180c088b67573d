"""Who may open the users' pages, and how they may be opened."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import submitted
from tests.test_web import text_of
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

PAGES = {
    "/withdraw/": {"GET", "POST"},
    "/withdraw/check/": {"GET", "POST"},
    "/withdraw/history/": {"GET"},
    "/withdraw/{id}/": {"GET"},
    "/withdraw/{id}/cancel/": {"GET", "POST"},
}
EACH = [(url, method) for url, methods in PAGES.items() for method in sorted(methods)]
OWN = [(url, method) for url, method in EACH if "{id}" in url]


@pytest.mark.parametrize(("url", "method"), EACH)
def test_strangers_are_asked_to_sign_in_and_come_back(client, pending, url, method):
    url = url.format(id=pending.id)
    response = client.generic(method, url)
    assert response.url == f"/accounts/login/?next={url}"
    assert CoinWithdrawal.objects.get().status == Status.PENDING


@pytest.mark.parametrize(("url", "method"), OWN)
def test_request_of_someone_else_does_not_exist(client, pending, bob, url, method):
    client.force_login(bob)
    theirs = client.generic(method, url.format(id=pending.id))
    nobodys = client.generic(method, url.format(id=uuid4()))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert text_of(theirs) == text_of(nobodys)
    assert CoinWithdrawal.objects.get().status == Status.PENDING


def test_history_shows_nothing_of_someone_else(client, pending, bob):
    client.force_login(bob)
    submitted("bob", 120)
    page = client.get("/withdraw/history/").content.decode()
    assert str(pending.id) not in page and "alice@" not in page


def test_place_in_the_history_of_someone_else_is_not_found(client, pending, bob):
    client.force_login(bob)
    assert client.get(f"/withdraw/history/?before={pending.id}").status_code == 404


@pytest.mark.parametrize("url", PAGES)
def test_personal_pages_are_never_stored(client, alice, pending, url):
    client.force_login(alice)
    response = client.get(url.format(id=pending.id))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("url", [url for url in PAGES if "POST" in PAGES[url]])
def test_every_change_needs_its_csrf_token(alice, pending, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post(url.format(id=pending.id))
    assert response.status_code == 403
    assert b"This form was not sent" in response.content
    assert CoinWithdrawal.objects.get().status == Status.PENDING


@pytest.mark.parametrize("url", PAGES)
def test_pages_hold_no_inline_code(client, alice, pending, url):
    client.force_login(alice)
    page = client.get(url.format(id=pending.id), follow=True)
    body = page.content.decode()
    assert "<style" not in body and " style=" not in body and "hx-on" not in body
    assert body.count("<script") == body.count("<script src=")
    assert "script-src 'self'" in page["Content-Security-Policy"]
