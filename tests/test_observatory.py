"""Every page as Mozilla's Observatory scores it, under the settings for HTTPS."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.access import ROWS
from tests.observatory import MODIFIERS, TESTS, score
from tests.test_access import alices, clients, facts_of, url_of  # noqa: F401 (fixtures)

# Headers do not depend on the database: one will do.
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="run on SQLite")

ENOUGH = 120
LOOKERS = ("nobody", "alice", "rita", "ada")
PROBES = {"healthz", "readyz"}  # a load balancer asks over http
A_YEAR = 365 * 24 * 60 * 60


@pytest.fixture
def https(settings):
    """What HTTPS=true sets."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = A_YEAR


def score_of(client, url, method="get"):
    answer = getattr(client, method)(url, secure=True)
    return score(answer, Client(raise_request_exception=False).get(url)), answer


@pytest.mark.parametrize("pattern", sorted(ROWS.keys() - PROBES))
def test_page_scores_enough_for_everyone(https, clients, alices, pattern):  # noqa: F811
    """Also those that refuse, lead on, or are not found."""
    row = ROWS[pattern]
    request = alices(row.on)
    query = row.query.format(**facts_of(request))
    url = f"{url_of(pattern, request)}?{query}".rstrip("?")
    scores = {each: score_of(clients[each], url)[0] for each in LOOKERS}
    assert min(scores.values()) >= ENOUGH, scores


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/nowhere/", 404),
        ("/api/nowhere", 404),
        ("/portal/ledger/check/", 405),
        ("/api/razorpay/withdraw/", 405),
        ("/%00", 404),
    ],
)
def test_error_scores_enough(https, db, url, status):
    found, answer = score_of(Client(), url)
    assert (answer.status_code, found >= ENOUGH) == (status, True)


def test_mistake_of_ours_scores_enough(https, settings):
    settings.ROOT_URLCONF = "tests.test_error_pages"
    found, answer = score_of(Client(raise_request_exception=False), "/broken/")
    assert (answer.status_code, found >= ENOUGH) == (500, True)


def test_form_without_its_token_scores_enough(https, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    found, answer = score_of(client, "/withdraw/", "post")
    assert (answer.status_code, found >= ENOUGH) == (403, True)


@pytest.mark.parametrize("file", ["app.css", "app.js", "icons/sprite.svg"])
def test_static_file_scores_enough(https, db, file):
    found, answer = score_of(Client(), f"/static/{file}")
    answer.close()
    assert (answer.status_code, found >= ENOUGH) == (200, True)


def test_cookies_are_kept_from_scripts_and_other_sites(https, client, alice):
    client.force_login(alice)
    form = client.get("/withdraw/", secure=True)
    theme = client.post("/theme/", {"theme": "dark"}, secure=True)
    cookies = form.cookies | theme.cookies
    assert set(cookies) == {"csrftoken", "sessionid", "theme"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"]) == (True, True), cookie
        assert cookie["samesite"] == "Lax"


GOOD = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, 130),
        ({"Content-Security-Policy": None}, 75),
        ({"Content-Security-Policy": "default-src 'self'"}, 120),
        ({"Content-Security-Policy": "default-src *"}, 80),
        ({"Content-Security-Policy": "script-src 'unsafe-inline'"}, 80),
        ({"Referrer-Policy": None}, 125),
        ({"Referrer-Policy": "unsafe-url"}, 120),
        ({"Strict-Transport-Security": None}, 80),
        ({"Strict-Transport-Security": "max-age=60"}, 120),
        ({"X-Content-Type-Options": None}, 125),
        ({"X-Frame-Options": None}, 130),
        ({"Cross-Origin-Resource-Policy": None}, 120),
        ({"Cross-Origin-Resource-Policy": "anything"}, 115),
        ({"Access-Control-Allow-Origin": "*"}, 130),
        (
            {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Credentials": "true",
            },
            50,
        ),
    ],
)
def test_score_sees_what_is_missing(change, found):
    headers = {name: value for name, value in (GOOD | change).items() if value}
    assert score(HttpResponse("", headers=headers), _led_to_https()) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<script src="/a.js"></script>', 130),
        ('<script src="/a.js" integrity="sha384-x"></script>', 135),
        ('<script src="https://cdn.example/a.js"></script>', 125),
        ('<script src="//cdn.example/a.js"></script>', 50),
    ],
)
def test_score_sees_scripts_of_others(body, found):
    assert score(HttpResponse(body, headers=GOOD), _led_to_https()) == found


@pytest.mark.parametrize(
    ("cookie", "found"),
    [
        (
            {"key": "sessionid", "secure": True, "httponly": True, "samesite": "Lax"},
            135,
        ),
        ({"key": "sessionid", "secure": True, "httponly": True}, 130),
        ({"key": "sessionid", "secure": True, "samesite": "Lax"}, 70),
        ({"key": "sessionid", "httponly": True, "samesite": "Lax"}, 120),
        ({"key": "theme", "httponly": True, "samesite": "Lax"}, 125),
        ({"key": "csrftoken", "secure": True}, 80),
    ],
)
def test_score_sees_loose_cookies(cookie, found):
    answer = HttpResponse("", headers=GOOD)
    answer.set_cookie(**cookie)
    assert score(answer, _led_to_https()) == found


def test_score_sees_a_site_without_https():
    assert score(HttpResponse("", headers=GOOD), HttpResponse("")) == 80


def test_score_knows_every_test():
    assert set(TESTS) | {"redirection"} == set(MODIFIERS)


def _led_to_https():
    return HttpResponse("", headers={"Location": "https://testserver/"})
