"""Saved views: queues under a name, one's own or shared with all staff."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict

from tests.crowd import one_of_each
from tests.queue_page import QUEUE, headings, html, htmx, ids, shown, words
from withdrawals.portal import columns, staff_settings, view_rules
from withdrawals.portal.models import SavedView
from withdrawals.states import Status

SAVE, VIEWS = "/portal/views/save/", "/portal/views/"
LATE = "status=pending&tab=late"


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


def a_view(owner, name="Late", query=LATE, **others):
    return SavedView.objects.create(owner=owner, name=name, query=query, **others)


def to(act, view):
    return f"/portal/views/{view.id}/{act}/"


def save(portal, name="Late", query=LATE, **more):
    return portal.post(SAVE, {"name": name, "query": query} | more)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", "tab=review"),
        ("tab=late&status=pending", LATE),
        ("status=pending&status=failed", "status=failed&status=pending&tab=review"),
        ("status=failed&status=failed", "status=failed&tab=review"),
        ("tab=all&after=x&before=y&open=z&view=v", "tab=all"),
        ("tab=nonsense&sort=id&rows=7&unknown=1", "tab=review"),
        ("tab=all&sort=-amount&rows=50&q=+", "rows=50&sort=-amount&tab=all"),
        ("tab=all&columns=coins,lost,coins", "columns=reference%2Ccoins&tab=all"),
        ("tab=all&columns=lost", "tab=all"),
        ("tab=all&q=%E0%A4%B0%E0%A4%BE", "q=%E0%A4%B0%E0%A4%BE&tab=all"),
    ],
)
def test_view_keeps_tab_filters_order_and_rows(portal, rita, asked, kept):
    assert save(portal, query=asked).status_code == 302
    assert rita.saved_views.get().query == kept
    assert view_rules.query_of(QueryDict(kept)) == kept


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", LATE, "The name is required."),
        ("\u200b", LATE, "The name is required."),
        ("x" * 61, LATE, "The name has more than 60 characters."),
        ("a\0b", LATE, "Null characters are not allowed."),
        ("a\u202eb", LATE, "holds a character that turns its direction"),
        ("Odd", "since=never", "A filter is not understood: Enter a valid date."),
        ("Odd", "status=lost", "A filter is not understood"),
        ("Odd", "q=%00", "A filter is not understood"),
        ("Odd", "least=NaN", "A filter is not understood"),
        ("Long", "&".join(["status=failed"] * 200), "too long to keep"),
        ("Long", f"q={'%E0%A4%B0' * 400}", "too long to keep"),
        ("late", LATE, "There is a view “late” already."),
    ],
)
def test_view_that_cannot_be_kept_is_refused(portal, rita, name, query, said):
    a_view(rita)
    page = save(portal, name, query)
    assert page.status_code == 422
    assert said in words(page) and "Error: Saved views" in words(page)
    assert rita.saved_views.count() == 1


def test_refused_view_keeps_what_was_typed(portal, rita):
    a_view(rita)
    page = html(save(portal, "Late", "tab=all&user=bob"))
    assert 'value="Late"' in page and "User bob" in page
    assert 'value="tab=all&amp;user=bob"' in page


@pytest.mark.parametrize("name", ["<b>", "{{ 7|add:7 }}", '"><script>', "रवि के"])
def test_name_is_words(portal, name):
    page = portal.get(save(portal, name).url)
    assert name in words(page).replace("&lt;", "<") or name in html(page)
    assert "<script>" not in html(page).replace("<script src", "")


def test_spaces_in_a_name_are_single(portal, rita):
    save(portal, "  Late \t and\nlarge ")
    assert rita.saved_views.get().name == "Late and large"


def test_two_people_may_choose_one_name(portal, rita, meera):
    a_view(meera, is_shared=True)
    assert save(portal).status_code == 302


def test_database_takes_no_name_twice_either(rita):
    a_view(rita)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_view(rita, "LATE")


def test_nobody_has_more_than_thirty(portal, rita, meera):
    for number in range(view_rules.MOST):
        a_view(rita, f"View {number}")
    page = save(portal, "One more")
    assert "You have 30 views. Delete one first." in words(page)
    assert rita.saved_views.count() == view_rules.MOST


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ravi", "tab=all&upi_id=ravi%40ybl"),
        ("Ravi", "tab=all&q=ravi%40ybl"),
        ("Ravi", "tab=all&user=ravi%40ybl"),
        ("ravi@ybl", LATE),
    ],
)
def test_view_that_names_a_upi_id_stays_ones_own(portal, rita, name, query):
    page = save(portal, name, query, is_shared="on")
    assert "A view that names a UPI ID cannot be shared." in words(page)
    assert save(portal, name, query).status_code == 302
    view = rita.saved_views.get()
    page = portal.post(to("rename", view), {"name": name, "is_shared": "on"})
    assert page.status_code == 422
    assert not rita.saved_views.get().is_shared


def test_shared_view_takes_no_upi_id_later(portal, rita):
    view = a_view(rita, is_shared=True)
    page = portal.post(to("show", view), {"query": "q=ravi%40ybl"}, follow=True)
    assert "cannot be shared" in words(page)
    assert rita.saved_views.get().query == LATE


def test_saved_view_opens_and_says_its_name(portal, rita):
    rows = one_of_each()
    page = portal.get(save(portal).url)
    view = rita.saved_views.get()
    assert shown(page) == ids(rows[Status.PENDING])
    assert "View “Late” is saved." in words(page)
    assert "Saved view: Late" in words(page)
    short = portal.get(f"/portal/views/{view.id}/")
    assert short.url == f"/portal/?{LATE}&view={view.id}"


@pytest.mark.parametrize(
    ("query", "changed"),
    [
        (LATE, False),
        ("tab=late&status=pending&open=x&after=y", False),
        ("tab=late", True),
        (f"{LATE}&sort=amount", True),
        ("", True),
    ],
)
def test_view_that_differs_says_changed(portal, rita, query, changed):
    view = a_view(rita)
    page = portal.get(f"/portal/?{query}&view={view.id}")
    assert ("changed · Back to the view" in words(page)) == changed
    assert ("Change “Late” to this" in words(page)) == changed


def test_view_keeps_the_columns_that_are_shown(portal, rita, meera, client):
    one_of_each()
    staff_settings.change(rita, columns=["reference", "coins_amount", "coins"])
    page = portal.get("/portal/?tab=all")
    kept = re.findall(r'name="query" value="([^"]+)"', html(page))[-1]
    url = save(portal, query=unescape(kept), is_shared="on").url
    client.force_login(meera)
    page = client.get(url)
    assert headings(page) == ["Request", "Amount", "Coins"]
    assert "changed" not in words(page)


def test_columns_chosen_in_a_view_are_the_views(portal, rita):
    one_of_each()
    there = {"next": a_view(rita).url, "column": ["coins", "created_at"]}
    page = portal.post("/portal/settings/columns/", there, follow=True)
    assert headings(page) == ["Request", "Coins", "Age"]
    assert "Change “Late” to this" in words(page)
    assert len(headings(portal.get("/portal/"))) == len(columns.USUAL)


def test_view_takes_what_the_queue_shows(portal, rita):
    view = a_view(rita)
    page = portal.post(to("show", view), {"query": "tab=pay"}, follow=True)
    assert "View “Late” now shows this." in words(page)
    assert "changed" not in words(page)


def test_view_refuses_to_show_what_is_not_understood(portal, rita):
    view = a_view(rita)
    page = portal.post(to("show", view), {"query": "since=never"}, follow=True)
    assert "A filter is not understood" in words(page)
    assert rita.saved_views.get().query == LATE


def test_name_of_the_view_stays_while_the_list_changes(portal, rita):
    view = a_view(rita)
    headers = htmx("queue", f"/portal/?{LATE}&view={view.id}")
    page = portal.get(f"/portal/?tab=late&view={view.id}", headers=headers)
    assert "changed" in words(page)
    assert f'name="view" value="{view.id}"' in html(page)


def test_view_gets_another_name_and_is_shared(portal, rita):
    view = a_view(rita)
    sent = {"name": "Old", "is_shared": "on"}
    page = portal.post(to("rename", view), sent, follow=True)
    assert "View “Old” is saved and shared with all staff." in words(page)
    assert rita.saved_views.get().is_shared


def test_name_of_another_view_is_refused_where_it_was_typed(portal, rita):
    view, _ = a_view(rita), a_view(rita, "Large")
    page = portal.post(to("rename", view), {"name": "large"})
    assert page.status_code == 422
    assert f'href="#id_{view.id}_name"' in html(page)
    assert f'id="id_{view.id}_name_error"' in html(page)


# Who: of an own view, a shared one of meera's, a private one of meera's.
ACTS = [
    ("rename", {"name": "New"}),
    ("show", {"query": "tab=pay"}),
    ("delete", {}),
    ("open", {"on": "1"}),
]


@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize(("act", "sent"), ACTS)
@pytest.mark.parametrize("who", ["meera", "rita", "ada"])
def test_others_look_and_only_admins_change(
    client, request, meera, who, act, sent, is_shared
):
    view = a_view(meera, is_shared=is_shared)
    client.force_login(request.getfixturevalue(who))
    status = client.post(to(act, view), sent).status_code
    if not is_shared and who != "meera":
        assert status == 404
    elif act == "open" or who in ("meera", "ada"):
        assert status == 302
    else:
        assert status == 403
    left = SavedView.objects.filter(name="Late", query=LATE).exists()
    assert left == (act == "open" or status != 302)


@pytest.mark.parametrize("who", ["rita", "ada"])
def test_private_view_of_somebody_else_is_not_there(client, request, meera, who):
    view = a_view(meera, "Hush")
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/portal/views/{view.id}/").status_code == 404
    for url in (VIEWS, QUEUE, f"/portal/?tab=all&view={view.id}", "/portal/settings/"):
        assert "Hush" not in html(client.get(url))
    sent = {"rows": 25, "density": "compact", "theme": "dark", "default_view": view.id}
    assert client.post("/portal/settings/save/", sent).status_code == 422


def test_menu_has_my_views_and_those_that_others_share(portal, rita, meera):
    a_view(rita, "Mine alone")
    a_view(meera, "Everyones", is_shared=True)
    menu = html(portal.get(QUEUE)).split('id="views-menu"')[1].split("</details>")[0]
    assert menu.index("Mine alone") < menu.index("Shared by others")
    assert re.search(r"Everyones</span><span[^>]*>meera<", menu)


def test_portal_opens_with_the_default_view_and_says_so(portal, rita):
    view = a_view(rita)
    page = portal.post(to("open", view), {"on": "1"}, follow=True)
    assert "The portal opens with view “Late” for you." in words(page)
    page = portal.get(QUEUE, follow=True)
    assert page.redirect_chain == [(view.url, 302)]
    assert "your default · Plain queue" in words(page)
    assert 'href="/portal/?tab=review"' in html(page)
    assert portal.get("/portal/?tab=review").status_code == 200


def test_default_view_leads_back_to_where_it_was_chosen(portal, rita):
    view = a_view(rita)
    sent = {"on": "1", "next": f"/portal/?{LATE}"}
    assert portal.post(to("open", view), sent).url == f"/portal/?{LATE}"
    assert portal.post(to("open", view), {"next": "//evil.example"}).url == VIEWS
    assert staff_settings.of(type(rita).objects.get(pk=rita.pk)).default_view is None


@pytest.mark.parametrize("end", ["deleted", "private", "owner gone"])
def test_default_view_that_is_gone_leaves_the_plain_queue(portal, rita, meera, end):
    view = a_view(meera, is_shared=True)
    staff_settings.change(rita, default_view=view)
    if end == "deleted":
        view.delete()
    elif end == "private":
        view_rules.rename(view, name="Late", is_shared=False)
    else:
        meera.delete()
    page = portal.get(QUEUE)
    assert page.status_code == 200 and "Late" not in words(page).split("Late,")[0]
    assert portal.get("/portal/settings/").status_code == 200


def test_part_of_the_page_is_never_led_away(portal, rita):
    staff_settings.change(rita, default_view=a_view(rita))
    assert portal.get(QUEUE, headers=htmx("queue")).status_code == 200


@pytest.mark.parametrize("name", ["x", "%00", "00000000-0000-7000-8000-000000000000"])
def test_address_that_names_no_view_is_the_plain_queue(portal, name):
    page = portal.get(f"/portal/?tab=all&view={name}")
    assert page.status_code == 200 and "Saved view" not in words(page)


def test_view_in_words(portal, rita):
    a_view(rita, query="least=100&rows=50&sort=-amount&status=failed&tab=late&user=bob")
    expected = (
        "Over SLA · Failed · User bob · ₹100 or more · largest amount first · 50 rows"
    )
    assert expected in words(portal.get(VIEWS))


@pytest.mark.parametrize("number", [1, 30])
def test_views_take_no_more_queries(
    portal, rita, meera, number, django_assert_max_num_queries
):
    for each in range(number):
        a_view(rita, f"Mine {each}")
        a_view(meera, f"Shared {each}", is_shared=True)
    with django_assert_max_num_queries(11):
        portal.get("/portal/?tab=all")
    with django_assert_max_num_queries(8):
        portal.get(VIEWS)


def test_shared_view_survives_a_name_that_its_admin_gives(ada, meera):
    view = a_view(meera, is_shared=True)
    a_view(ada, "Large")
    view_rules.rename(view, name="Large", is_shared=True)  # unique for each owner
    with pytest.raises(ValidationError):
        a_view(meera, "Old")
        view_rules.rename(view, name="Old", is_shared=True)


def test_sessions_end_leads_back_to_the_page_of_the_button(client, rita):
    view = a_view(rita)
    back = quote(f"/portal/views/{view.id}/", safe="/")
    assert client.post(to("rename", view)).url == f"/accounts/login/?next={back}"
    assert client.post(SAVE).url == f"/accounts/login/?next={VIEWS}"
