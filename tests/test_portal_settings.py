"""What each member of staff sets up for themselves: kept on the server."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.crowd import make, one_of_each, row
from tests.queue_page import QUEUE, headings, html, htmx, link, shown, words
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.portal import columns, staff_settings
from withdrawals.portal.models import SavedView, StaffSettings
from withdrawals.states import Status

SETTINGS = "/portal/settings/"
SAVE, COLUMNS = "/portal/settings/save/", "/portal/settings/columns/"
AS_THEY_ARE = {"rows": 25, "density": "comfortable", "theme": "system"}
ON = {"open_next": "on", "shortcuts": "on"}
EVERY = list(columns.ALL)


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


def kept(user):
    return StaffSettings.objects.get(user=user)


def save(portal, **values):
    return portal.post(SAVE, AS_THEY_ARE | ON | values, follow=True)


def cells(page, label):
    """The text of an optional column, from top to bottom."""
    found = re.findall(rf'data-label="{label}">(.*?)</td>', html(page), re.S)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def test_nothing_is_kept_until_somebody_chooses(portal, rita):
    portal.get(QUEUE)
    portal.get(SETTINGS)
    assert not StaffSettings.objects.exists()
    usual = staff_settings.of(rita)
    assert (usual.rows, usual.density, usual.theme) == (25, "comfortable", "system")
    assert usual.shortcuts and usual.open_next and usual.default_view is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Nothing is changed."),
        ({"rows": 50}, "Saved. Rows per page: 50."),
        ({"density": "compact"}, "Saved. Density: Compact."),
        ({"theme": "dark"}, "Saved. Light or dark: Dark."),
        ({"open_next": ""}, "Saved. After each act, open the next request: off."),
        ({"shortcuts": ""}, "Saved. Keyboard shortcuts: off."),
        (
            {"rows": 100, "theme": "light"},
            "Saved. Rows per page: 100. Light or dark: Light.",
        ),
    ],
)
def test_settings_are_kept_and_it_is_said_which(portal, rita, values, said):
    sent = {name: value for name, value in values.items() if value != ""}
    gone = [name for name, value in values.items() if value == ""]
    data = {k: v for k, v in (AS_THEY_ARE | ON | sent).items() if k not in gone}
    assert said in words(portal.post(SAVE, data, follow=True))
    for name, value in values.items():
        assert getattr(kept(rita), name) == (value or False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": 10},
        {"rows": "many"},
        {"density": "tiny"},
        {"theme": "pink"},
        {"default_view": "x\0"},
        {"default_view": "00000000-0000-7000-8000-000000000000"},
    ],
)
def test_what_is_no_choice_is_refused(portal, wrong):
    page = portal.post(SAVE, AS_THEY_ARE | wrong)
    assert page.status_code == 422
    assert "There is a problem" in words(page)
    assert not StaffSettings.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"rows": 10}, {"density": "tiny"}, {"theme": "pink"}]
)
def test_database_takes_no_other_values(rita, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffSettings.objects.create(user=rita, **wrong)


def test_everyone_has_their_own(portal, rita, meera):
    save(portal, rows=100)
    assert staff_settings.of(meera).rows == 25


def test_rows_are_those_of_the_person_unless_the_address_says(portal, rita):
    make(*(row(minutes=each) for each in range(60)))
    staff_settings.change(rita, rows=50)
    assert len(shown(portal.get(QUEUE))) == 50
    assert len(shown(portal.get("/portal/?rows=25"))) == 25
    assert len(shown(portal.get("/portal/?rows=7"))) == 50


def test_density_is_a_class_of_the_list(portal, rita):
    make(row())
    assert "table-comfortable" in html(portal.get(QUEUE))
    staff_settings.change(rita, density="compact")
    assert "table-compact" in html(portal.get(QUEUE))


def test_theme_follows_to_every_device(portal, rita):
    portal.post("/theme/", {"theme": "dark"})
    other = Client()
    other.force_login(rita)
    assert 'data-theme="dark"' in html(other.get(QUEUE))
    assert other.cookies["theme"].value == "dark"
    portal.post("/theme/", {"theme": ""})
    assert "data-theme" not in html(other.get(QUEUE))


def test_theme_of_the_last_person_at_a_device_is_not_the_next_ones(portal, rita):
    portal.cookies["theme"] = "dark"
    assert "data-theme" not in html(portal.get(QUEUE))
    assert portal.cookies["theme"].value == ""


def test_users_keep_their_theme_on_the_device(client, alice):
    client.force_login(alice)
    client.post("/theme/", {"theme": "dark"})
    assert client.cookies["theme"].value == "dark"
    assert not StaffSettings.objects.exists()


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ([], columns.USUAL),
        (["nonsense", "\0"], columns.USUAL),
        (["reference"], ["reference"]),
        (["utr", "status"], ["reference", "utr", "status"]),
        (["utr", "reference", "utr"], ["reference", "utr"]),
    ],
)
def test_columns_are_known_ones_each_once_behind_the_request(names, order):
    assert columns.known(names) == order


@pytest.mark.parametrize(
    ("name", "way", "order"),
    [
        ("utr", "up", ["reference", "utr", "status", "coins"]),
        ("status", "down", ["reference", "utr", "status", "coins"]),
        ("status", "up", ["reference", "status", "utr", "coins"]),
        ("coins", "down", ["reference", "status", "utr", "coins"]),
        ("reference", "down", ["reference", "status", "utr", "coins"]),
        ("nonsense", "up", ["reference", "status", "utr", "coins"]),
    ],
)
def test_column_moves_one_place_behind_the_first(name, way, order):
    start = ["reference", "status", "utr", "coins"]
    assert columns.moved(start, name, way) == order


def test_queue_has_the_chosen_columns_in_their_order(portal, rita):
    make(row())
    page = portal.post(COLUMNS, {"column": ["utr", "status", "coins"]}, follow=True)
    assert "Saved. Columns: Request, Transaction ID, Status, Coins." in words(page)
    chosen = ["Request", "Transaction ID", "Status", "Coins"]
    assert headings(portal.get(QUEUE)) == chosen


def test_column_is_moved_without_a_script(portal, rita):
    sent = {"column": ["status", "utr"], "move": "utr:up"}
    portal.post(COLUMNS, sent)
    assert kept(rita).columns == ["reference", "utr", "status"]


def test_column_is_moved_in_place_with_one(portal, rita):
    sent = {"column": ["status", "utr"], "move": "utr:up"}
    page = portal.post(COLUMNS, sent, headers=htmx("columns", SETTINGS))
    assert html(page).lstrip().startswith('<form class="card" id="columns"')
    assert "Saved. Columns: Request, Transaction ID, Status." in words(page)


def test_usual_columns_come_back(portal, rita):
    staff_settings.change(rita, columns=["utr"])
    portal.post(COLUMNS, {"column": ["utr"], "usual": "1"})
    assert columns.known(kept(rita).columns) == columns.USUAL


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/portal/?tab=pay", "/portal/?tab=pay"),
        ("https://evil.example/", f"{SETTINGS}#columns"),
        ("", f"{SETTINGS}#columns"),
    ],
)
def test_columns_chosen_in_the_queue_lead_back_to_it(portal, back, place):
    response = portal.post(COLUMNS, {"column": ["utr"], "next": back})
    assert response.url == place


def test_optional_columns_tell_what_the_request_holds(
    portal, rita, processing, meera, pavan
):
    staff_settings.change(rita, columns=EVERY)
    actor = Actor.staff(pavan)
    transitions.complete(processing.id, utr="512345678901", actor=actor)
    page = portal.get("/portal/?tab=all")
    assert cells(page, "Coins") == ["500"]
    assert cells(page, "Transaction ID") == ["512345678901"]
    assert cells(page, "Paid by") == ["pavan"]
    assert re.fullmatch(r"\d+ \w{3} \d{4}, \d\d:\d\d", cells(page, "Paid")[0])


def test_what_a_request_does_not_have_stays_empty(portal, rita):
    staff_settings.change(rita, columns=EVERY)
    one_of_each()
    page = portal.get("/portal/?tab=all")
    assert sorted(cells(page, "Reason")) == ["", "", "", "", "UPI ID not found"]
    assert cells(page, "Paid by") == [""] * 5


def test_own_name_is_you_where_i_paid(client, meera, completed):
    client.force_login(meera)
    staff_settings.change(meera, columns=["paid_by"])
    assert cells(client.get("/portal/?tab=all"), "Paid by") == ["you"]


@pytest.mark.parametrize(
    ("tab", "chosen", "last"),
    [
        ("review", ["created_at"], ["Age"]),
        ("failed", ["created_at"], ["Requested"]),
        ("review", ["created_at", "requested"], ["Age", "Requested"]),
        ("failed", ["created_at", "requested"], ["Requested"]),
    ],
)
def test_time_of_a_request_stands_there_once(portal, rita, tab, chosen, last):
    make(row(), row(Status.FAILED))
    staff_settings.change(rita, columns=chosen)
    assert headings(portal.get(f"/portal/?tab={tab}"))[1:] == last


def test_times_of_what_is_done_are_sorted_as_they_say(portal):
    make(row(Status.FAILED), row(Status.FAILED, minutes=1))
    page = portal.get("/portal/?tab=failed")  # the newest first
    assert 'aria-sort="descending"' in html(page)
    oldest = portal.get(link(page, "sort-created_at"))
    assert 'aria-sort="ascending"' in html(oldest)
    assert shown(oldest) == shown(page)[::-1]


def test_requested_sorts_by_time_and_age_the_other_way(portal, rita):
    make(row(), row(minutes=1))
    staff_settings.change(rita, columns=["created_at", "requested"])
    page = portal.get("/portal/?tab=review")  # the oldest first
    assert re.findall(r'aria-sort="(\w+)"', html(page)) == ["descending", "ascending"]
    newest = portal.get(link(page, "sort-requested"))
    assert shown(newest) == shown(page)[::-1]


@pytest.mark.parametrize("number", [5, 60])
def test_every_column_takes_no_more_queries(
    portal, rita, number, django_assert_max_num_queries
):
    make(*(row(minutes=each) for each in range(number)))
    staff_settings.change(rita, columns=EVERY, rows=100)
    with django_assert_max_num_queries(11):
        page = portal.get("/portal/?tab=all")
    assert len(shown(page)) == number


def test_default_view_may_be_chosen_with_the_other_settings(portal, rita, meera):
    shared = SavedView.objects.create(
        owner=meera, name="Late", query="tab=late", is_shared=True
    )
    page = save(portal, default_view=str(shared.id))
    assert "The portal opens with: Late." in words(page)
    assert kept(rita).default_view == shared
    page = save(portal, default_view="")
    assert "The portal opens with: The plain queue." in words(page)
