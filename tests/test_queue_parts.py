"""Parts of the queue's page for htmx, and the request that is open beside it."""

import re
from html import unescape
from urllib.parse import quote_plus

import pytest

from tests.crowd import NOON, make, one_of_each, row
from tests.queue_page import QUEUE, html, htmx, ids, shown
from wallet import clock
from withdrawals.portal.sheet import each_of, escaped
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


@pytest.fixture
def rows(db):
    return one_of_each()


@pytest.mark.parametrize(
    ("target", "root"),
    [("queue", '<section class="list" id="queue"'), ("results", "<div id=")],
)
def test_part_of_the_page_comes_alone(portal, rows, target, root):
    page = portal.get("/portal/?tab=all", headers=htmx(target))
    assert html(page).lstrip().startswith(root)
    assert "<html" not in html(page)
    assert len(shown(page)) == 5


def test_page_holds_the_same_list_that_comes_alone(portal, rows):
    with clock.at(NOON):
        part = portal.get("/portal/?tab=all", headers=htmx("results"))
        page = portal.get("/portal/?tab=all")
    assert _same(html(part)).strip() in _same(html(page))


def _same(text):
    """Without the tokens, which differ each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)


@pytest.mark.parametrize("target", ["", "pane", "nonsense"])
def test_other_targets_get_the_page(portal, rows, target):
    assert "<html" in html(portal.get(QUEUE, headers=htmx(target)))


def test_list_alone_brings_the_tabs_and_names_its_address(portal, rows):
    headers = htmx("queue", "/portal/?tab=review")
    page = portal.get("/portal/?tab=pay&q=&user=", headers=headers)
    assert page["HX-Push-Url"] == "/portal/?tab=pay"
    assert 'id="queue-head" hx-swap-oob="true"' in html(page)


def test_search_as_one_types_changes_the_address_without_a_step_back(portal, rows):
    page = portal.get("/portal/?tab=all&q=WD2", headers=htmx("results"))
    assert page["HX-Replace-Url"] == "/portal/?q=WD2&tab=all"
    assert "HX-Push-Url" not in page


def test_same_list_again_adds_no_step_back(portal, rows):
    headers = htmx("queue", "/portal/?tab=all&q=WD")
    assert "HX-Push-Url" not in portal.get("/portal/?q=WD&tab=all", headers=headers)


def test_list_that_refreshes_itself_shows_what_the_address_names_by_now(portal, rows):
    headers = htmx("queue", "/portal/?tab=all&status=failed") | {"HX-Trigger": "queue"}
    page = portal.get("/portal/?tab=review", headers=headers)
    assert shown(page) == ids(rows[FAILED])
    assert "HX-Push-Url" not in page


def test_what_is_open_stays_open_beside_another_list(portal, rows):
    opened = str(rows[PENDING].id)
    headers = htmx("queue", f"/portal/?tab=review&open={opened}")
    page = portal.get("/portal/?tab=all", headers=headers)
    assert page["HX-Push-Url"] == f"/portal/?open={opened}&tab=all"
    assert re.search(rf'id="open-{opened}"[^>]*aria-current="true"', html(page))


def test_open_request_stands_beside_the_list(portal, rows):
    page = html(portal.get(f"/portal/?open={rows[FAILED].id}"))
    assert f"data-focus>{rows[FAILED].reference}</h2>" in page
    assert 'id="no-request"' not in page


def test_open_request_closes_without_a_script(portal, rows):
    page = portal.get(f"/portal/?tab=all&open={rows[FAILED].id}")
    assert re.search(r'href="/portal/\?tab=all" data-close-pane', html(page))


@pytest.mark.parametrize(
    "opened", ["x", "%00", "00000000-0000-7000-8000-000000000000", "A" * 9999]
)
def test_open_request_that_is_none_is_passed_over(portal, rows, opened):
    page = portal.get(f"/portal/?open={opened}")
    assert 'id="no-request"' in html(page)
    assert len(shown(page)) == 1


def test_request_alone_fills_the_pane_and_names_its_address(portal, rows):
    opened = rows[PENDING].id
    headers = htmx("pane", "/portal/?tab=all")
    page = portal.get(f"/portal/requests/{opened}/", headers=headers)
    assert "<html" not in html(page)
    assert page["HX-Push-Url"] == f"/portal/?open={opened}&tab=all"


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd('/c calc')",
    "\u202eevil",
    "{{ 7|add:7 }}",
    "a&b=c;d#e?f/../g",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_words(portal, name):
    made = make(
        row(user_id=name, upi_id=f"{name}@ybl", admin_notes=name),
        row(FAILED, user_id=name, failure_reason=name),
    )
    for each in made:
        page = portal.get(f"/portal/?tab=all&open={each.id}")
        assert "<script>alert" not in html(page) and "<img src=x" not in html(page)
        assert unescape(html(page)).count(name) >= 3


def test_texts_of_a_column_are_escaped_each_for_itself():
    assert escaped(["<a>", "", "b"]) == ["&lt;a&gt;", "", "b"]
    assert escaped(["a\0b", "<"]) == ["a\0b", "&lt;"]
    assert escaped([]) == []
    names = ["a~b", "c d", "e&f"]  # one holds the mark
    assert each_of(quote_plus, names, "~") == ["a~b", "c+d", "e%26f"]
