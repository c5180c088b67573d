"""What cannot be meant in an address: said so, or not heard; never a fault."""

from typing import Any

import pytest
from django.utils.http import urlencode

from tests.api import ADDRESSES, refused
from tests.corpus import queries
from tests.crowd import one_of_each
from tests.everything import nothing_changes
from tests.queue_page import html, htmx, shown, words
from withdrawals.models import CoinWithdrawal

LIST = htmx("results")


@pytest.fixture
def portal(client, meera):
    one_of_each()
    client.force_login(meera)
    return client


def listed(portal, query: str) -> Any:
    """The queue's list at an address, of all requests."""
    page = portal.get(f"/portal/?tab=all&{query}", headers=LIST)
    assert page.status_code == 200, query
    return page


@pytest.mark.parametrize("name", queries.REFUSED)
def test_a_filter_that_is_not_understood_says_so_and_shows_nothing(portal, name):
    with nothing_changes():
        for value in queries.REFUSED[name]:
            page = listed(portal, urlencode({name: value}))
            assert shown(page) == [], ascii(value)[:60]
            assert "a filter is not understood" in words(page), ascii(value)[:60]


@pytest.mark.parametrize("name", queries.TEXTS)
def test_a_text_that_is_nowhere_is_not_found(portal, name):
    with nothing_changes():
        for value in queries.TEXTS[name]:
            page = listed(portal, urlencode({name: value}))
            assert shown(page) == [], ascii(value)
            assert "is not understood" not in words(page), ascii(value)


@pytest.mark.parametrize("name", queries.REFUSED)
def test_bytes_that_are_no_text_find_nothing(portal, name):
    for raw in queries.RAW:
        assert shown(listed(portal, f"{name}=x{raw}")) == [], raw


@pytest.mark.parametrize("name", queries.UNKNOWN)
def test_what_is_unknown_counts_as_not_said(portal, name):
    usual = shown(listed(portal, ""))
    for value in queries.UNKNOWN[name]:
        page = portal.get("/portal/", {"tab": "all", name: value}, headers=LIST)
        assert page.status_code == 200, ascii(value)
        if name != "tab":
            assert shown(page) == usual, ascii(value)


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("/portal/", ["after", "before"]),
        ("/portal/users/", ["r_after", "r_before", "m_after", "m_before"]),
        ("/portal/audit/", ["after", "before"]),
    ],
)
def test_a_place_that_is_none_is_the_first_page(portal, ada, alice, url, names):
    portal.force_login(ada)
    same = {"user_id": "alice", "tab": "all"}

    def rows(**place: str) -> Any:
        page = portal.get(url, same | place, headers=LIST)
        assert page.status_code == 200, place
        return page.content.count(b"<tr")

    usual = rows()
    for value in queries.CURSORS:
        assert rows(**dict.fromkeys(names, value)) == usual, ascii(value)


@pytest.mark.parametrize(
    ("name", "values"), [("limit", queries.LIMITS), ("status", queries.STATUSES)]
)
def test_a_history_is_asked_for_in_plain_words(api, name, values):
    for value in values:
        response = api.history(user_id="alice", **{name: value})
        assert refused(response, 400, "invalid_field")["field"] == name, ascii(value)


def test_a_query_in_broken_utf_8_finds_nothing(api, alice):
    for raw in queries.RAW[:4]:
        response = api.client.get(f"{ADDRESSES['history']}?user_id=x{raw}")
        assert response.json()["count"] == 0, raw


def test_a_query_of_a_thousand_parameters_is_refused(api, portal):
    query = "&".join(f"p{n}=1" for n in range(1000))
    refused(api.client.get(f"{ADDRESSES['history']}?{query}"), 400, "bad_request")
    assert portal.get(f"/portal/?{query}").status_code == 400


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", '"onfocus=alert(1) x="']
)
@pytest.mark.parametrize(
    "name", ["q", "user", "since", "least", "status", "tab", "sort"]
)
def test_what_was_typed_comes_back_as_words(portal, name, value):
    page = html(portal.get("/portal/", {name: value}))
    assert "<script>alert" not in page and '"onfocus' not in page


def test_filters_are_all_that_the_queue_is_asked(portal):
    page = listed(portal, "user_id=bob&id=1&status__in=failed")
    assert len(shown(page)) == CoinWithdrawal.objects.count()
