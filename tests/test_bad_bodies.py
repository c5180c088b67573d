"""Bodies of every kind at every door that takes one: refused, and nothing changed."""

import pytest
from django.test import Client

from tests.api import ADDRESSES, PATH, POSTS, refused
from tests.corpus import bodies
from tests.everything import nothing_changes

ACTS = [ADDRESSES[name] for name in POSTS]


@pytest.mark.parametrize("path", ACTS)
def test_a_body_is_one_plain_json_object(api, alice, path):
    with nothing_changes():
        for body in bodies.NOT_JSON.values():
            refused(api.post(path, body), 400, "invalid_json")


@pytest.mark.parametrize("path", sorted(set(ACTS) - {ADDRESSES["credit_bulk"]}))
def test_a_body_has_at_most_64_kib(api, alice, path):
    with nothing_changes():
        for body in bodies.TOO_LARGE_JSON.values():
            refused(api.post(path, body), 413, "body_too_large")


@pytest.mark.parametrize("path", ACTS)
def test_a_body_calls_itself_json(api, alice, path):
    with nothing_changes():
        for content_type in bodies.NOT_JSON_TYPES:
            response = api.post(path, bodies.ASKED, content_type)
            refused(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("path", ACTS)
def test_an_empty_body_is_missing(api, alice, path):
    with nothing_changes():
        assert refused(api.post(path), 400, "missing_field")["field"] == "body"


@pytest.fixture
def forms(alice, meera, ada, processing) -> dict[str, Client]:
    """Each page that takes answers, with the browser of someone who may give them."""
    request = f"/portal/requests/{processing.id}/"
    by = {alice: ["/withdraw/", "/withdraw/check/"]}
    by[meera] = [f"{request}{act}/" for act in ("complete", "fail", "release", "note")]
    by[meera] += [f"{request}{act}/" for act in ("start", "message", "reverse")]
    by[ada] = ["/admin/withdrawals/upihandle/add/"]
    pages: dict[str, Client] = {}
    for user, urls in by.items():
        browser = Client(raise_request_exception=False)
        browser.force_login(user)
        pages |= dict.fromkeys(urls, browser)
    return pages | {"/accounts/login/": Client(raise_request_exception=False)}


def test_what_is_no_form_is_no_answer(forms):
    odd = {}
    with nothing_changes():
        for url, browser in forms.items():
            usual = (200, 400, 422) if "admin" in url else (400, 422)
            for name, (body, content_type) in bodies.NOT_A_FORM.items():
                status = browser.generic("POST", url, body, content_type).status_code
                if status not in usual:
                    odd[url, name] = status
    assert odd == {}


def test_a_body_of_many_keys_is_read(api, alice):
    many = {f"k{n}": n for n in range(4000)}
    assert api.withdraw(**many).status_code == 201


def test_a_body_of_64_kib_is_read(api, alice):
    body = b'{"user_id":"alice","amount":500,"upi_id":"a@ybl"}'.ljust(64 * 1024)
    assert api.post(PATH, body).status_code == 201


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "ascii"])
def test_json_is_utf_8_whatever_it_calls_itself(api, alice, charset):
    response = api.post(PATH, bodies.ASKED, f"application/json; charset={charset}")
    assert response.status_code == 201
