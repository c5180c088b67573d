"""Addresses, cookies and headers that nobody means: calm answers, no trace."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.api import ADDRESSES, PATH, refused
from tests.corpus import addresses, headers
from tests.everything import nothing_changes

PAGES = ["/", "/portal/", "/withdraw/", "/accounts/login/", "/admin/", "/static/x"]
HISTORY = ADDRESSES["history"]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def admin(client, ada, pending):
    client.force_login(ada)
    return client


def test_an_address_that_no_database_reads_is_refused_by_both(admin):
    answers = {each: admin.get(each).status_code for each in addresses.UNREADABLE}
    assert {each: code for each, code in answers.items() if code != 400} == {}


def test_a_number_beyond_every_column_is_no_fault_of_the_server(admin):
    assert admin.get(addresses.TOO_PRECISE).status_code in (200, 302, 400)


def test_a_strange_address_is_no_fault_of_the_server(admin):
    with nothing_changes():
        answers = {
            each: admin.get(each, follow=True).status_code for each in addresses.STRANGE
        }
    odd = {a: code for a, code in answers.items() if code not in (200, 400, 404, 405)}
    assert odd == {}


def test_a_forged_cookie_is_nobodys(db):
    for page in PAGES:
        for cookie in headers.COOKIES:
            response: Any = Client().get(page, headers={"Cookie": cookie})
            assert response.status_code in (200, 302, 404), (page, cookie)
            assert response.status_code != 302 or "login" in response.url or page == "/"


def test_a_forged_header_is_not_believed(admin, api, pending):
    with nothing_changes():
        for forged in headers.FORGED:
            for page in (*PAGES, f"/portal/requests/{pending.id}/"):
                response = admin.get(page, headers=forged)
                assert response.status_code in (200, 302, 404), (page, forged)
            response = api.client.get(
                ADDRESSES["history"], {"user_id": "bob"}, headers=forged
            )
            assert response.json()["count"] == 0, forged


def test_a_forged_header_changes_no_act(api, alice):
    for forged in headers.FORGED:
        with transaction.atomic():
            assert api.withdraw(headers=forged).status_code == 201, forged
            transaction.set_rollback(True)


def test_the_host_is_not_the_callers_to_choose(admin, api):
    for host in headers.HOSTS:
        for page in PAGES[:-1]:
            assert admin.get(page, HTTP_HOST=host).status_code == 400, (page, host)
        response = api.client.get(HISTORY, HTTP_HOST=host)
        refused(response, 400, "bad_request")


@pytest.mark.parametrize("page", ["/theme/", "/accounts/login/"])
def test_a_form_leads_to_no_other_site(alice, page):
    for wanted in addresses.NEXT:
        sent = {"username": "alice", "password": "demo", "next": wanted}
        body = "&".join(f"{name}={quote(value)}" for name, value in sent.items())
        response: Any = Client().post(page, body, FORM)
        assert response.status_code == 302, ascii(wanted)
        assert "evil" not in response.url.split("/")[2:3], ascii(wanted)
        assert not response.url.startswith(("//", "http", "java")), ascii(wanted)


def test_a_file_that_nobody_asked_for_is_not_kept(client, alice):
    client.force_login(alice)
    big = SimpleUploadedFile("coins.zip", b"PK\x03\x04" + bytes(3_000_000))
    with nothing_changes():
        response = client.post("/withdraw/", {"coins": big, "upi_id": "a@ybl"})
    assert response.status_code == 422
    assert not response.wsgi_request.FILES


def test_a_key_of_an_act_is_short_ascii(api, alice):
    asked = {"user_id": "alice", "amount": 100, "upi_id": "alice@ybl"}
    for key, verdict in headers.KEYS.items():
        response = api.post(PATH, asked, headers={"Idempotency-Key": key})
        if verdict == "taken":
            assert response.status_code == 201, ascii(key)
        else:
            error = refused(response, 400, "invalid_field")
            assert error["field"] == "Idempotency-Key", ascii(key)


def test_a_key_of_a_server_is_exactly_its_own(api, alice):
    with nothing_changes():
        for sent in headers.AUTHORIZATIONS:
            response = api.post(PATH, {}, headers={"Authorization": sent})
            refused(response, 401, "unauthorized")
