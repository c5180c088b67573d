"""What the queue makes of filters that cannot be meant."""

from urllib.parse import quote

import pytest

from tests.crowd import one_of_each
from tests.queue_page import html, shown, words
from withdrawals.models import CoinWithdrawal


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


@pytest.fixture
def rows(db):
    return one_of_each()


BAD = [
    ("since", "yesterday"),
    ("since", "0001-01-01"),
    ("since", "9999-12-31"),
    ("until", "9999-12-31"),
    ("until", "2026-02-30"),
    ("until", "2026-03-01T00:00"),
    ("until", "\0"),
    ("least", "NaN"),
    ("least", "sNaN"),
    ("least", "Infinity"),
    ("least", "1e999"),
    ("least", "1e-999"),
    ("least", "1" * 400),
    ("least", "-1"),
    ("least", "0.001"),
    ("least", "1,000"),
    ("most", "ten"),
    ("most", "\0"),
    ("most", "100001"),
    ("status", "paid"),
    ("status", "\0"),
    ("q", "a\0b"),
    ("q", "x" * 501),
    ("q", "x" * 1_000_000),
    ("user", "\0"),
    ("user", "x" * 501),
    ("reviewer", "\0"),
    ("upi_id", "\0"),
    ("upi_id", "x" * 256),
]


@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda each: ascii(each)[:30])
def test_filter_that_is_not_understood_shows_nothing_and_says_so(
    portal, rows, name, value
):
    page = portal.get("/portal/", {"tab": "all", name: value})
    assert page.status_code == 200
    assert shown(page) == []
    assert "a filter is not understood" in words(page)
    assert "is empty" not in words(page)


@pytest.mark.parametrize("name", ["q", "user", "reviewer", "upi_id"])
@pytest.mark.parametrize(
    "text",
    ["%ED%A0%80", "%FF%FE", "%F0%9F%92%B8", "%E2%80%AE", quote("=cmd()"), "%0D%0A"],
)
def test_odd_letters_match_nothing_and_break_nothing(portal, rows, name, text):
    page = portal.get(f"/portal/?tab=all&{name}=x{text}")
    assert page.status_code == 200
    assert shown(page) == []


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", '"onfocus=alert(1) x="']
)
@pytest.mark.parametrize(
    "name", ["q", "user", "since", "least", "status", "tab", "sort"]
)
def test_what_was_typed_comes_back_as_words(portal, rows, name, value):
    page = html(portal.get("/portal/", {name: value}))
    assert "<script>alert" not in page and '"onfocus' not in page


def test_filters_are_all_the_form_has(portal, rows):
    page = portal.get("/portal/?tab=all&user_id=bob&id=1&status__in=failed")
    assert len(shown(page)) == CoinWithdrawal.objects.count()
