"""The palette: what it offers to whom, and where what is typed into it leads."""

import re
from html import unescape

import pytest

from tests.crowd import make, row
from tests.everything import nothing_changes
from tests.queue_page import html, htmx, shown, words
from withdrawals.portal import places, staff_settings
from withdrawals.portal.models import SavedView
from withdrawals.portal.tabs import TABS
from withdrawals.states import Status

PALETTE = "/portal/palette/"
ENTRY = re.compile(r'role="option".*? href="([^"]*)"><span class="clip">(.*?)</span>')
EVERYBODYS = [
    *("Queue", "Dashboard", "Users", "Saved views", "Past exports", "Settings"),
    *("My activity", "Cheat sheet", "Sign-in and security", "Django admin"),
]
ALSO = {
    "rita": [],
    "pavan": ["Enter payments"],
    "meera": ["Enter payments"],
    "asha": ["Ledger", "Activity", "Audit"],
    "ada": [
        *("Ledger", "Activity", "Audit", "Apps", "Webhooks"),
        *("Enter payments", "Jobs"),
    ],
}
UTR = "512345678901"


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


def offered(client, title="Pages"):
    """The names below a title, with where each leads."""
    page = html(client.get(PALETTE, headers=htmx("palette-list")))
    _, _, rest = page.partition(f">{title}</p>")
    links = ENTRY.findall(rest.partition("</div>")[0])
    return {unescape(name): unescape(url) for url, name in links}


def a_view(owner, name, **others):
    return SavedView.objects.create(owner=owner, name=name, query="tab=all", **others)


@pytest.mark.parametrize("who", ALSO)
def test_it_offers_the_pages_that_the_person_may_open(client, request, who):
    client.force_login(request.getfixturevalue(who))
    pages = offered(client)
    assert sorted(pages) == sorted(EVERYBODYS + ALSO[who])
    for url in pages.values():
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("who", ALSO)
def test_no_other_page_would_open(client, request, who):
    person = request.getfixturevalue(who)
    client.force_login(person)
    pages = offered(client)
    for each in (*places.BAR, *places.INNER):
        if each.label not in pages and each.label != "Activity":  # they have their own
            assert client.get(each.url(person.username)).status_code == 403, each


@pytest.mark.parametrize("who", ALSO)
def test_bar_and_menu_offer_nothing_else(client, request, who):
    client.force_login(request.getfixturevalue(who))
    page = html(client.get("/portal/users/")).partition("<main")[0]
    links = re.findall(r'<a class="(?:nav-link|menu-item)" href="([^"]*)"', page)
    assert len(links) >= 8
    assert set(map(unescape, links)) <= set(offered(client).values())


def test_it_offers_the_tabs_by_their_names(portal):
    tabs = [tab.label for tab in TABS.values()]
    assert list(offered(portal, "Queue")) == tabs
    assert offered(portal, "Queue")["Over SLA"] == "/portal/?tab=late"


def test_it_offers_ones_own_views_and_the_shared_ones(portal, rita, meera):
    own, late = a_view(rita, "भुगतान <b>"), a_view(meera, "Late", is_shared=True)
    a_view(meera, "Nobody else's")
    staff_settings.change(rita, default_view=own)
    views = {"भुगतान <b>": own.url, "Late": late.url}
    assert offered(portal, "Saved views") == views
    page = words(portal.get(PALETTE, headers=htmx("palette-list")))
    assert "भुगतान <b> default" in page and "Late meera" in page


def test_without_views_there_is_no_title_for_them(portal):
    page = html(portal.get(PALETTE, headers=htmx("palette-list")))
    assert "Saved views</p>" not in page and "<html" not in page


def test_it_takes_no_query_for_each_view(portal, rita, django_assert_max_num_queries):
    for number in range(20):
        a_view(rita, f"View {number}", is_shared=True)
    with django_assert_max_num_queries(8):
        offered(portal)


@pytest.mark.parametrize("typed", ["WD123456", " wd123456 ", "wd-1234 56"])
def test_whole_reference_opens_the_request(portal, typed):
    (made,) = make(row(reference="WD123456"))
    page = portal.get(PALETTE, {"q": typed})
    assert page.url == f"/portal/requests/{made.id}/?tab=all"
    assert portal.get(page.url).status_code == 200


def test_transaction_id_opens_the_request_that_it_paid(portal):
    (made,) = make(row(Status.COMPLETED, utr=UTR))
    assert str(made.id) in portal.get(PALETTE, {"q": UTR}).url


def test_name_of_two_requests_is_searched_for(portal):
    two = make(row(reference="WD123456"), row(Status.COMPLETED, utr="WD123456"))
    page = portal.get(PALETTE, {"q": "WD123456"}, follow=True)
    assert sorted(shown(page)) == sorted(str(each.id) for each in two)


def test_test_request_opens_among_the_tests(portal):
    (made,) = make(row(is_test=True))
    page = portal.get(PALETTE, {"q": made.reference})
    assert page.url == f"/portal/requests/{made.id}/?tab=test"


@pytest.mark.parametrize("typed", ["alice", "alice@okhdfcbank", "WD12", "₹ & #?/.."])
def test_anything_else_is_searched_for(portal, typed):
    (made,) = make(row(reference="WD123456"))
    page = portal.get(PALETTE, {"q": typed}, follow=True)
    assert page.context["queue"].params.dict() == {"q": typed, "tab": "all"}
    assert bool(shown(page)) == typed.startswith("alice"), made


def test_start_of_a_upi_id_finds_nothing_for_those_who_see_it_masked(client, asha):
    make(row(user_id="bob", upi_id="alice@okhdfcbank"))
    client.force_login(asha)
    assert shown(client.get(PALETTE, {"q": "alice@"}, follow=True)) == []


@pytest.mark.parametrize("typed", ["a\0b", "x" * 501])
def test_what_cannot_be_searched_for_is_told_by_the_queue(portal, typed):
    with nothing_changes():
        page = portal.get(PALETTE, {"q": typed}, follow=True)
    assert "a filter is not understood" in words(page)


@pytest.mark.parametrize("query", ["", "?q=", "?q=+%09", "?other=1"])
def test_visited_by_itself_it_leads_to_the_queue(portal, query):
    assert portal.get(f"{PALETTE}{query}").url == "/portal/"
