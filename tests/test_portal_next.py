"""From one request to the next, in the view that the person works in."""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.conftest import give, submitted
from tests.crowd import NOON
from tests.queue_page import QUEUE, html, htmx, ids, link, words
from wallet import clock
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import staff_settings
from withdrawals.states import Status


@pytest.fixture
def portal(client, meera):
    """meera's browser."""
    client.force_login(meera)
    return client


@pytest.fixture
def rows(db):
    """Four that wait, the oldest first; their amounts go the other way."""
    give("alice", 4000)
    return [at(each, coins=900 - 100 * each) for each in range(4)]


def at(minutes, coins=500):
    with clock.at(NOON + timedelta(minutes=minutes)):
        return submitted(coins=coins)


def beside(portal, name, withdrawal, view):
    """The request that the button leads to, in the pane beside that view."""
    url = reverse(f"portal:{name}_request", args=[withdrawal.id])
    page = portal.get(url, headers=htmx("request", f"{QUEUE}?{view}"))
    return page, re.findall(r"open=([^&]*)", page["HX-Push-Url"])[0]


@pytest.mark.parametrize(
    ("view", "order"),
    [
        ("tab=review", [0, 1, 2, 3]),
        ("", [0, 1, 2, 3]),
        ("tab=all", [3, 2, 1, 0]),
        ("tab=review&sort=amount", [3, 2, 1, 0]),
        ("tab=review&most=80&sort=-amount", [1, 2, 3]),
    ],
)
def test_next_and_previous_follow_the_view(portal, rows, view, order):
    for first, second in zip(order, order[1:], strict=False):
        assert beside(portal, "next", rows[first], view)[1] == ids(rows[second])[0]
        assert beside(portal, "previous", rows[second], view)[1] == ids(rows[first])[0]


def test_at_the_ends_it_stays_and_says_so(portal, rows):
    page, opened = beside(portal, "next", rows[3], "tab=review")
    assert opened == ids(rows[3])[0]
    assert "No request comes after this one" in words(page)
    page, opened = beside(portal, "previous", rows[0], "tab=review")
    assert opened == ids(rows[0])[0]
    assert "No request comes before this one" in words(page)


def test_who_has_left_the_view_still_has_a_place_in_it(portal, rows):
    start(portal, rows[1])
    assert beside(portal, "next", rows[1], "tab=review")[1] == ids(rows[2])[0]
    assert beside(portal, "previous", rows[1], "tab=review")[1] == ids(rows[0])[0]


def test_who_came_meanwhile_is_not_passed_over(portal, rows):
    between = at(1.5)
    assert beside(portal, "next", rows[1], "tab=review")[1] == ids(between)[0]


def test_next_beside_a_filter_that_is_not_understood_stays(portal, rows):
    assert beside(portal, "next", rows[0], "least=x")[1] == ids(rows[0])[0]


def test_on_its_own_page_next_leads_to_a_page(portal, rows):
    first = portal.get(QUEUE)
    page = portal.get(link(first, f"open-{rows[0].id}"))
    response = portal.get(link(page, "request-next"), follow=True)
    assert rows[1].reference in words(response)
    response = portal.get(link(response, "request-previous"), follow=True)
    last = portal.get(link(response, "request-previous"), follow=True)
    assert "No request comes before this one" in words(last)


def test_page_that_comes_from_no_view_offers_no_next(portal, rows):
    page = portal.get(reverse("portal:request", args=[rows[0].id]))
    assert 'id="request-next"' not in html(page)


def start(portal, withdrawal, headers=None, **query):
    url = reverse("portal:start", args=[withdrawal.id])
    url += f"?{urlencode(query)}" if query else ""
    return portal.post(url, {"version": withdrawal.version}, headers=headers)


def test_after_an_act_the_next_of_the_view_opens(portal, rows):
    here = f"{QUEUE}?tab=review&open={rows[1].id}"
    page = start(portal, rows[1], htmx("request", here))
    assert f"data-focus>{rows[2].reference}</h2>" in html(page)
    assert f"{rows[1].reference} : Approved." in words(page)
    assert page["HX-Push-Url"] == f"{QUEUE}?open={rows[2].id}&tab=review"
    told = json.loads(page["HX-Trigger-After-Settle"])["withdrawal-changed"]["words"]
    assert told.startswith(f"{rows[1].reference}: Approved.")
    assert re.search(rf'<a href="/portal/requests/{rows[1].id}/"[^>]*>', html(page))


def test_after_an_act_without_a_script_the_next_page_opens(portal, rows):
    response = start(portal, rows[1], tab="review")
    assert response.url == f"/portal/requests/{rows[2].id}/?tab=review"
    page = portal.get(response.url)
    assert f"{rows[1].reference} : Approved." in words(page)


def test_after_the_last_one_it_stays(portal, rows):
    page = start(portal, rows[3], htmx("request", f"{QUEUE}?tab=review"))
    assert f"data-focus>{rows[3].reference}</h2>" in html(page)
    assert "HX-Push-Url" not in page


def test_who_wants_no_next_stays(portal, rows, meera):
    staff_settings.change(meera, open_next=False)
    page = start(portal, rows[0], htmx("request", f"{QUEUE}?tab=review"))
    assert f"data-focus>{rows[0].reference}</h2>" in html(page)


@pytest.mark.parametrize("name", ["note", "message", "take"])
def test_what_moves_nothing_stays(portal, rows, name):
    url = reverse(f"portal:{name}", args=[rows[0].id])
    sent = {"note": "x", "message": "x", "version": 1}
    page = portal.post(url, sent, headers=htmx("request", f"{QUEUE}?tab=review"))
    assert f"data-focus>{rows[0].reference}</h2>" in html(page)
    assert CoinWithdrawal.objects.filter(status=Status.PENDING).count() == 4


def test_next_costs_one_query_more(portal, rows, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        beside(portal, "next", rows[0], "tab=review")
