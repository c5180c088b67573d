"""Who sees UPI IDs whole: reviewers, payers, admins. Auditors have one shown."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from tests.conftest import staff
from tests.crowd import make, row
from tests.everything import nothing_changes
from tests.queue_page import html, htmx, ids, shown, words
from withdrawals import notes, sight, transitions
from withdrawals.actors import Actor
from withdrawals.masking import mask, mask_all
from withdrawals.models import AuditEntry
from withdrawals.states import Status

WHOLE, MASKED = "alice@okhdfcbank", "al***@okhdfcbank"
LIST = "/admin/withdrawals/coinwithdrawal/"
PAGES = [
    "/portal/?tab=all",
    "/portal/?tab=all&open={id}",
    "/portal/?tab=all&q={whole}",
    "/portal/requests/{id}/",
    "/portal/users/?user_id=alice",
    LIST,
    LIST + "?q={whole}",
    LIST + "{id}/change/",
]
SEES = {"rita": True, "pavan": True, "meera": True, "ada": True, "asha": False}
TYPED = re.compile(
    r'<input[^>]*name="(q|next)"[^>]*>|<a class="chip".*?</a>|(hx-get|href)="[^"]*"'
)


@pytest.fixture
def told(request_in, meera):
    """A failed request of alice's whose texts name her UPI ID, everywhere they can."""
    withdrawal = request_in(Status.PENDING)
    boss = Actor.staff(meera)
    text = f"The bank knows no {WHOLE}."
    notes.add_note(withdrawal.id, text, actor=boss)
    notes.edit_message(withdrawal.id, text, actor=boss)
    transitions.fail(withdrawal.id, reason=text, actor=boss)
    withdrawal.refresh_from_db()
    return withdrawal


def read(page):
    """The page without what the viewer typed: the search comes back to them."""
    return TYPED.sub("", html(page))


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize("url", PAGES)
def test_pages_show_upi_ids_to_those_who_work_with_them(
    client, request, told, url, who
):
    client.force_login(request.getfixturevalue(who))
    page = read(client.get(url.format(id=told.id, whole=WHOLE)))
    assert (WHOLE in page, MASKED in page) == (SEES[who], not SEES[who])


@pytest.mark.parametrize("target", ["queue", "results", "pane"])
def test_parts_of_a_page_are_masked_too(client, asha, told, target):
    client.force_login(asha)
    url = f"/portal/requests/{told.id}/" if target == "pane" else "/portal/?tab=all"
    page = html(client.get(url, headers=htmx(target)))
    assert MASKED in page and WHOLE not in page


def test_masked_viewer_has_nothing_to_copy(client, asha, completed):
    client.force_login(asha)
    page = html(client.get(f"/portal/requests/{completed.id}/"))
    assert re.findall(r'data-copy="([^"]*)"', page) == [completed.utr]


def press(client, withdrawal, **headers):
    return client.post(reverse("portal:reveal", args=[withdrawal.id]), headers=headers)


@pytest.mark.parametrize("headers", [{}, htmx("request")])
def test_button_shows_one_upi_id_and_is_kept(client, asha, told, headers):
    client.force_login(asha)
    assert "Show UPI ID" in words(client.get(f"/portal/requests/{told.id}/"))
    page = press(client, told, **headers)
    assert f'<span class="mono">{WHOLE}</span>' in html(page)
    assert html(page).count(WHOLE) == 1  # not in the notes around it
    assert "no-store" in page["Cache-Control"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.target) == (
        "revealed",
        "asha",
        told.reference,
    )
    assert (entry.ip, entry.details) == ("127.0.0.1", {"upi_id": MASKED})


def test_upi_id_is_masked_again_on_the_next_page(client, asha, told):
    client.force_login(asha)
    press(client, told)
    page = html(client.get(f"/portal/requests/{told.id}/"))
    assert MASKED in page and WHOLE not in page


def test_audit_log_shows_the_reveal_masked(client, asha, told):
    client.force_login(asha)
    press(client, told)
    page = html(client.get("/portal/audit/"))
    assert "UPI ID revealed" in page and MASKED in page and WHOLE not in page


@pytest.mark.parametrize("who", ["rita", "pavan", "meera"])
def test_who_sees_them_all_has_no_such_button(client, request, told, who):
    client.force_login(request.getfixturevalue(who))
    assert "Show UPI ID" not in words(client.get(f"/portal/requests/{told.id}/"))
    with nothing_changes():
        assert press(client, told).status_code == 403
    assert AuditEntry.objects.get().act == "refused"


def come_again(client, user):
    """A change of rights has ended the session."""
    client.force_login(User.objects.get(pk=user.pk))


def test_rights_are_those_of_now(client, asha, told):
    client.force_login(asha)
    url = f"/portal/requests/{told.id}/"
    (group,) = asha.groups.all()
    asha.groups.clear()
    clerk = [Permission.objects.get(codename="view_coinwithdrawal")]
    asha.user_permissions.set(clerk)
    come_again(client, asha)
    assert "Show UPI ID" not in words(client.get(url))
    assert press(client, told).status_code == 403
    asha.user_permissions.add(Permission.objects.get(codename="see_upi_coinwithdrawal"))
    come_again(client, asha)
    assert WHOLE in html(client.get(url))
    asha.user_permissions.clear()
    asha.groups.add(group)
    come_again(client, asha)
    assert WHOLE not in html(client.get(url))


@pytest.fixture
def rows(db):
    return make(
        row(upi_id="ravi.kumar@ybl"), row(upi_id="ravi@ybl"), row(upi_id="zoe@ybl")
    )


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("q=r", []),
        ("q=ravi", []),
        ("q=ravi.kumar@yb", []),
        ("q=ravi***@ybl", []),
        ("q=ra***@ybl", []),
        ("q=Ravi.Kumar@YBL", [0]),
        ("q=ravi@ybl", [1]),
        ("upi_id=ravi@yb", []),
        ("upi_id=ravi@ybl", [1]),
    ],
)
def test_masked_viewer_finds_only_a_whole_upi_id(client, asha, rows, query, numbers):
    client.force_login(asha)
    page = client.get(f"/portal/?tab=all&{query}")
    assert shown(page) == ids(*(rows[each] for each in numbers))


@pytest.mark.parametrize("sort", ["upi_id", "-upi_id", "upi"])
def test_queue_sorts_by_no_upi_id(client, asha, rows, sort):
    client.force_login(asha)
    plain = shown(client.get("/portal/?tab=all"))
    assert shown(client.get(f"/portal/?tab=all&sort={sort}")) == plain


@pytest.mark.parametrize(
    "lookup",
    [
        "upi_id__startswith=r",
        "upi_id__gt=m",
        "upi_id__contains=ravi",
        "upi_id=ravi@ybl",
        "admin_notes__contains=@",
        "failure_reason__startswith=r",
        "status_changes__note__contains=@",
        "notes__text__startswith=r",
    ],
)
def test_masked_viewer_cannot_spell_one_out_in_the_admin(client, asha, rows, lookup):
    client.force_login(asha)
    assert client.get(f"{LIST}?{lookup}").status_code == 400


def orders(client):
    """Every order that the admin's list can be brought into by one column."""
    lists = [client.get(f"{LIST}?o={way}{n}") for way in ("", "-") for n in range(10)]
    return {tuple(shown_in_admin(page)) for page in lists}


def shown_in_admin(page):
    return [each.upi_id for each in page.context["cl"].result_list]


def test_masked_viewer_cannot_sort_by_one_in_the_admin(client, rita, asha):
    make(*(row(upi_id=f"{name}@ybl", minutes=n) for n, name in enumerate("bac")))
    by_upi_id = ("a@ybl", "b@ybl", "c@ybl")
    client.force_login(rita)
    assert by_upi_id in orders(client)
    client.force_login(asha)
    assert by_upi_id not in orders(client)


@pytest.mark.parametrize(
    ("url", "ceiling"),
    [
        ("/portal/?tab=all&rows=100", 18),
        ("/portal/?tab=all&rows=100&q=alice@okhdfcbank", 18),
        ("/portal/?tab=all&open={id}", 26),
        ("/portal/users/?user_id=alice", 18),
        (LIST, 7),
    ],
)
def test_masked_pages_take_no_more_queries(
    client, asha, told, url, ceiling, django_assert_max_num_queries
):
    make(*(row(minutes=each) for each in range(40)))
    client.force_login(asha)
    with django_assert_max_num_queries(ceiling):
        assert client.get(url.format(id=told.id)).status_code == 200


@pytest.mark.parametrize("viewer", [None, "rita", object()])
def test_nobody_known_sees_nothing(viewer):
    assert sight.as_seen_by(viewer, WHOLE) == MASKED


def test_staff_that_is_no_staff_any_more_sees_nothing(rita):
    rita.is_staff = False
    assert not sight.sees_upi_ids(rita)


def test_role_of_ones_own_sees_what_it_was_given(client, told):
    """To see requests is one right, to see UPI IDs another."""
    clerk = staff("clerk")
    clerk.user_permissions.set(
        Permission.objects.filter(
            codename__in=["view_coinwithdrawal", "pay_coinwithdrawal"]
        )
    )
    client.force_login(clerk)
    page = html(client.get(f"/portal/requests/{told.id}/"))
    assert WHOLE not in page and "Show UPI ID" not in page


@pytest.mark.parametrize(
    ("upi_id", "masked"),
    [
        ("ravi.kumar@ybl", "ra***@ybl"),
        ("abc@upi", "a***@upi"),
        ("ab@upi", "a***@upi"),
        ("a@upi", "***@upi"),
    ],
)
def test_mask_hides_at_least_half_of_a_name(upi_id, masked):
    assert mask(upi_id) == mask_all(upi_id) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("to ravi.kumar@ybl.", "to ra***@ybl."),
        ("(ravi@ybl),9876543210@upi", "(ra***@ybl),98***@upi"),
        ("RAVI@YBL", "RA***@YBL"),
        ("ravi＠ybl ravi﹫ybl", "ra***＠ybl ra***﹫ybl"),
        ("ｒavi@ybl", "ｒa***@ybl"),
        ("?q=ravi.kumar%40ybl&x=1", "?q=ra***%40ybl&x=1"),
        ("?next=/portal/%3Fq%3Dravi%2540ybl", "?next=/portal/%3***%2540ybl"),
        ("key (upi_id)=(ravi@ybl)", "key (upi_id)=(ra***@ybl)"),
        ("no @handle, no name@ and 5 @ 3", "no @handle, no name@ and 5 @ 3"),
    ],
)
def test_mask_finds_upi_ids_in_a_text(text, masked):
    assert mask_all(text) == masked


def test_long_text_is_masked_in_one_go():
    for text in ("a" * 2**16, "%" * 2**16, "%25" * 2**15, "a@" * 2**15, "a%40" * 2**14):
        mask_all(text)
