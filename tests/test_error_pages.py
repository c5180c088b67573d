"""Pages for what went wrong: calm, and needing nothing that may be broken."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path
from django.views.defaults import bad_request, page_not_found, server_error

from tests.test_web import text_of

PAGES = [
    *("400.html", "403.html", "403_csrf.html", "404.html", "405.html"),
    *("500.html", "503.html"),
]


def break_down(request):
    raise RuntimeError("secret detail")


def unsaved_session(request):
    request.session["draft"] = 1
    return HttpResponse("saved?")


urlpatterns = [path("broken/", break_down), path("session/", unsaved_session)]
handler500 = "project.errors.internal"


@pytest.mark.parametrize("page", PAGES)
def test_page_needs_no_request_and_no_database(page):
    words = render_to_string(page)
    assert words.count("<h1>") == 1
    assert "app.css" in words and "Go to the start page" in words


@pytest.mark.parametrize(
    ("view", "status"), [(bad_request, 400), (page_not_found, 404)]
)
def test_django_finds_the_page(view, status):
    response = view(RequestFactory().get("/"), RuntimeError("secret detail"))
    assert response.status_code == status
    assert "secret detail" not in text_of(response)


def test_page_of_a_mistake_of_ours():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong here" in text_of(response)


@pytest.mark.urls("tests.test_error_pages")
def test_mistake_of_ours_shows_no_detail():
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/withdraw/nowhere/", "/%00", "/%ED%A0%80/", "/..%2f/"]
)
def test_unknown_address(client, db, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "This page does not exist" in text_of(response)


def test_host_that_is_not_ours(client, db, settings):
    settings.ALLOWED_HOSTS = ["example.com"]
    response = client.get("/withdraw/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "We did not understand that" in text_of(response)


def test_error_page_keeps_the_theme(client, db):
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get("/nowhere/").content


def test_session_that_the_database_does_not_save(client, db, monkeypatch, settings):
    """Middleware, too, meets a database that does not answer."""
    settings.ROOT_URLCONF = "tests.test_error_pages"

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "save", locked)
    response = Client(raise_request_exception=False).get("/session/")
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert "One moment please" in text_of(response)


@pytest.mark.parametrize("address", ["/portal/bulk/confirm/", "/accounts/logout/"])
def test_address_that_only_takes_forms_is_no_blank_page(client, rita, address):
    client.force_login(rita)
    page = client.get(address)
    assert page.status_code == 405 and page["Allow"].startswith("POST")
    assert "There is nothing to open here" in text_of(page)
