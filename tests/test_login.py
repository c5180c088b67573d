"""The login page, of staff and users alike."""

import pytest
from django.test import Client

from tests.test_web import text_of

LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"


def sign_in(client, name="alice", password="demo", **more):  # noqa: S107
    return client.post(LOGIN, {"username": name, "password": password, **more})


def is_signed_in(client):
    return "sessionid" in client.cookies and client.cookies["sessionid"].value != ""


@pytest.mark.parametrize(
    ("who", "start"), [("alice", "/withdraw/"), ("rita", "/portal/")]
)
def test_login_leads_everyone_to_their_place(client, db, request, who, start):
    request.getfixturevalue(who)
    assert sign_in(client, who).url == "/"
    assert client.get("/").url == start


WRONG = {
    "the password": ("alice", "wrong"),
    "the case of the password": ("alice", "DEMO"),
    "the name": ("nobody", "demo"),
    "a NUL in the name": ("alice\0", "demo"),
    "a NUL in the password": ("alice", "demo\0"),
    "a very long name": ("a" * 10_000, "demo"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("name", "password"), WRONG.values(), ids=WRONG)
def test_wrong_login_says_so_and_signs_nobody_in(client, alice, name, password):
    response = sign_in(client, name, password)
    page = text_of(response)
    assert response.status_code == 422
    assert "Error: Sign in" in page and "There is a problem" in page
    assert not is_signed_in(client)


def test_error_tells_neither_name_nor_password_apart(client, alice):
    words = "The username or the password is not right"
    assert words in text_of(sign_in(client, "alice", "wrong"))
    assert words in text_of(sign_in(client, "nobody", "wrong"))


def test_error_keeps_the_name_and_never_the_password(client, alice):
    page = sign_in(client, "alice", "wrongpass").content.decode()
    assert 'value="alice"' in page and "wrongpass" not in page


def test_closed_account_cannot_sign_in(client, alice):
    alice.is_active = False
    alice.save()
    assert sign_in(client).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/withdraw/history/", "/withdraw/history/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("\0/withdraw/", "/"),
        (LOGIN, "/"),
        ("", "/"),
    ],
)
def test_login_leads_back_within_this_site_only(client, alice, wanted, place):
    assert sign_in(client, next=wanted).url == place


def test_next_survives_a_wrong_password(client, alice):
    page = sign_in(client, password="wrong", next="/withdraw/history/")
    assert b'name="next" value="/withdraw/history/"' in page.content


@pytest.mark.parametrize("wanted", ["", LOGIN, "https://evil.example/"])
def test_whoever_is_signed_in_needs_no_login(client, alice, wanted):
    client.force_login(alice)
    assert client.get(LOGIN, {"next": wanted}).url == "/"


def test_logout_is_a_post_and_leads_to_the_login(client, alice):
    client.force_login(alice)
    assert client.get(LOGOUT).status_code == 405
    assert client.post(LOGOUT).url == LOGIN
    assert client.get("/withdraw/").url.startswith(LOGIN)


def test_login_page_is_never_stored(client, db):
    assert "no-store" in client.get(LOGIN)["Cache-Control"]


def test_login_needs_its_csrf_token(alice):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert not is_signed_in(client)
