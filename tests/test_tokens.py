"""The cookie of the forms' tokens is sent when it is new, and only then."""

import pytest
from django.http import HttpResponse
from django.test import Client

from project.sessions import SessionStore
from project.tokens import TokenMiddleware
from tests.test_live_server import TOKEN
from tests.test_login import sign_in

FORM = "/portal/settings/"
COOKIE = "csrftoken"


@pytest.fixture
def strict(rita):
    """A browser of Rita's that is asked for its tokens."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    return client


def test_first_form_brings_it_and_the_next_do_not(strict):
    assert COOKIE in strict.get(FORM).cookies
    for _ in range(2):
        again = strict.get(FORM)
        assert COOKIE not in again.cookies
        assert "Cookie" in again["Vary"]


def test_forms_work_without_a_new_one(strict):
    strict.get(FORM)
    (token, *_) = TOKEN.findall(strict.get(FORM).content.decode())
    for sent, status in [(token, 302), (token[::-1], 403), ("", 403)]:
        form = {"csrfmiddlewaretoken": sent, "theme": "dark"}
        assert strict.post("/theme/", form).status_code == status


def test_one_that_is_none_is_replaced(strict):
    strict.cookies[COOKIE] = "short"
    assert len(strict.get(FORM).cookies[COOKIE].value) == 32


def test_sign_in_makes_a_new_one(client, rita):
    before = client.get("/accounts/login/").cookies[COOKIE].value
    sign_in(client, "rita")
    assert client.cookies[COOKIE].value != before


@pytest.mark.parametrize("accessed", [False, True])
def test_page_that_asked_no_session_is_left_as_it_is(rf, accessed):
    request = rf.get("/")
    request.session = SessionStore()
    request.session.accessed = accessed
    request.COOKIES[COOKIE] = request.META["CSRF_COOKIE"] = "a" * 32
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    TokenMiddleware(lambda request: HttpResponse())(request)
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"] is not accessed
