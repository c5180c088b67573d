"""The door of the staff portal: how one comes in, and is told that one may not."""

import uuid
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.everything import nothing_changes

UTR, WHY = {"utr": "512345678901"}, {"reason": "Back from the bank"}
PAGES = [
    "queue",
    "dashboard",
    "users",
    "settings",
    "cheat_sheet",
    "views",
    "palette",
    "request",
]
NAMES = ["start", "release", "complete", "fail", "reverse", "message", "note", "reveal"]
STAFF = ["rita", "pavan", "meera", "asha", "ada"]
HTMX = {"HX-Request": "true", "HX-Target": "request"}


def url_of(name, withdrawal_id):
    return reverse(f"portal:{name}", args=[] if name in PAGES[:-1] else [withdrawal_id])


@pytest.mark.parametrize("who", STAFF)
def test_ledger_is_in_the_menu_of_those_who_may_open_it(client, request, db, who):
    client.force_login(request.getfixturevalue(who))
    page = client.get("/portal/").content.decode()
    assert ('href="/portal/ledger/"' in page) == (who in ("asha", "ada"))


def test_check_without_its_csrf_token_is_refused(asha):
    client = Client(enforce_csrf_checks=True)
    client.force_login(asha)
    with nothing_changes():
        assert client.post(reverse("portal:check_ledger")).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_led_to_the_login_and_back(client, pending, name):
    url = url_of(name, pending.id) + "?tab=pay"
    login = client.get(url).url
    assert login == f"/accounts/login/?next={quote(url, safe='/')}"


@pytest.mark.parametrize("name", NAMES)
def test_button_of_an_ended_session_comes_back_to_the_page(client, pending, name):
    page = reverse("portal:request", args=[pending.id])
    assert client.post(url_of(name, pending.id)).url == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("name", [*PAGES, *NAMES])
def test_session_that_ended_leads_the_whole_page_to_the_login(client, pending, name):
    here = "http://testserver/portal/?tab=pay&q=WD2"
    headers = HTMX | {"HX-Current-URL": here}
    ask = client.get if name in PAGES else client.post
    response = ask(url_of(name, pending.id), headers=headers)
    assert response.status_code == 204
    assert response.content == b""
    back = quote("/portal/?tab=pay&q=WD2", safe="/")
    assert response["HX-Redirect"] == f"/accounts/login/?next={back}"


@pytest.mark.parametrize("here", ["https://evil.example/portal/", "http://[", "\\", ""])
def test_login_never_leads_to_another_site(client, db, here):
    headers = HTMX | {"HX-Current-URL": here}
    response = client.get("/portal/", headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=/portal/"


def test_page_that_the_browser_makes_up_does_no_harm(client, rita, pending):
    client.force_login(rita)
    headers = HTMX | {"HX-Current-URL": "http://["}
    sent = {"version": 1}
    url = url_of("start", pending.id)
    assert client.post(url, sent, headers=headers).status_code == 200
    headers["HX-Target"] = "queue"
    assert client.get("/portal/", headers=headers).status_code == 200


@pytest.mark.parametrize("name", ["request", *NAMES])
def test_unknown_request_is_not_found(client, ada, name):
    client.force_login(ada)
    url = url_of(name, uuid.uuid4())
    sent = UTR | WHY | {"version": 1, "message": "Hello", "note": "Hello"}
    ask = client.get if name == "request" else client.post
    assert ask(url, sent).status_code == 404
    assert client.post(url, {}).status_code == (405 if name == "request" else 404)


@pytest.mark.parametrize("tail", ["null/", "1/", "%00/", "../../admin/", "-1/start/"])
def test_address_that_names_no_request_is_not_found(client, ada, tail):
    client.force_login(ada)
    assert client.get(f"/portal/requests/{tail}").status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("page", PAGES)
def test_answers_are_never_kept(client, rita, pending, page, headers):
    client.force_login(rita)
    response = client.get(url_of(page, pending.id), headers=headers)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert {"HX-Request", "HX-Target", "Cookie"} <= set(response["Vary"].split(", "))


def test_refused_act_is_never_kept(client, rita, pending):
    client.force_login(rita)
    response = client.post(url_of("note", pending.id), {"note": ""})
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_form_without_its_csrf_token_is_refused(rita, pending, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    with nothing_changes():
        response = client.post(url_of(name, pending.id), {"version": 1, "note": "x"})
    assert response.status_code == 403


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("pavan", 302)])
def test_payment_is_failed_by_payers(client, request, processing, who, status):
    """What the button of a pending request is to reviewers, see tests/access.py."""
    client.force_login(request.getfixturevalue(who))
    sent = {"version": processing.version, "reason": "Suspected misuse"}
    assert client.post(url_of("fail", processing.id), sent).status_code == status
