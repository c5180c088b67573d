"""The audit log: what leaves an entry, who may read it, that nothing takes it back."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import DatabaseError, transaction

from tests.conftest import staff
from tests.queue_page import words
from tests.test_login import LOGIN, LOGOUT, sign_in
from wallet import clock
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct, AuditEntry

PAGE = "/portal/audit/"


def entries() -> list[tuple[str, str, str]]:
    """(act, actor, target), the oldest first."""
    rows = AuditEntry.objects.order_by("id")
    return list(rows.values_list("act", "actor", "target"))


def last() -> AuditEntry:
    return AuditEntry.objects.order_by("id").reverse()[0]


def test_coming_and_going_is_kept(client, rita):
    sign_in(client, "rita")
    client.post(LOGOUT)
    assert entries() == [("login", "rita", ""), ("logout", "rita", "")]
    assert (last().actor_kind, last().ip) == ("staff", "127.0.0.1")


def test_failed_login_names_the_account_it_was_for(client, alice):
    sign_in(client, "alice", "wrong")
    assert entries() == [("login_failed", "", "alice")]


@pytest.mark.parametrize("name", ["my-secret-password", "a" * 10_000])
def test_failed_login_keeps_no_name_that_nobody_has(client, db, name):
    sign_in(client, name, "wrong")
    assert entries() == [("login_failed", "", "")]
    assert last().details == {}


@pytest.mark.parametrize("name", ["a\0b", ""])
def test_login_that_tries_no_password_leaves_no_entry(client, db, name):
    sign_in(client, name, "wrong")
    assert entries() == []


def test_logout_of_nobody_is_nothing(client, db):
    client.post(LOGOUT)
    assert entries() == []


@pytest.mark.parametrize(
    ("who", "method", "url"),
    [
        ("alice", "GET", "/portal/"),
        ("rita", "GET", PAGE),
        ("rita", "GET", "/admin/auth/user/"),
        ("alice", "GET", "/admin/login/"),
    ],
)
def test_refusal_is_kept(client, db, request, who, method, url):
    client.force_login(request.getfixturevalue(who))
    assert client.generic(method, url).status_code == 403
    assert entries() == [("refused", who, url)]


def test_refused_button_tells_which_right_was_missing(client, asha, pending):
    client.force_login(asha)
    url = f"/portal/requests/{pending.id}/start/"
    client.post(url, {"version": pending.version})
    assert entries() == [("refused", "asha", url)]
    assert last().details["why"] == "may not approve, release or reject a request"


def person(user: User, **changes: object) -> dict[str, object]:
    """The admin's form for an account."""
    day = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    return {"username": user.username, "is_active": "on"} | day | changes


def test_change_of_rights_is_kept_with_before_and_after(client, ada, rita):
    client.force_login(ada)
    payers = Group.objects.get(name="Payers")
    url = f"/admin/auth/user/{rita.pk}/change/"
    sent = person(rita, is_staff="on", groups=[payers.pk])
    assert client.post(url, sent).status_code == 302
    assert entries() == [("role_changed", "ada", "user rita")]
    assert last().details == {"groups": [["Reviewers"], ["Payers"]]}


@pytest.mark.parametrize(
    ("act", "details", "told"),
    [
        (AuditAct.ROLE_CHANGED, {"groups": [[], ["Payers"]]}, "groups: none → Payers"),
        (AuditAct.HANDLE_CHANGED, {"active": [False, True]}, "active: no → yes"),
        (AuditAct.KEY_CREATED, {"scopes": ["a", "b"]}, "scopes: a, b"),
        (AuditAct.KEY_CREATED, {"networks": []}, "networks: none"),
        (AuditAct.EXPORTED, {"upi_ids": "masked"}, "upi ids: masked"),
    ],
)
def test_page_tells_details_in_words(client, ada, act, details, told):
    AuditEntry.objects.create(act=act, details=details)
    client.force_login(ada)
    assert told in words(client.get(PAGE))


def test_change_of_a_name_is_no_change_of_rights(client, ada, alice):
    client.force_login(ada)
    url = f"/admin/auth/user/{alice.pk}/change/"
    client.post(url, person(alice, first_name="Alice"))
    assert User.objects.get(pk=alice.pk).first_name == "Alice"
    assert entries() == []


def test_change_and_end_of_a_role_are_kept(client, ada):
    client.force_login(ada)
    group = Group.objects.create(name="Interns")
    url = f"/admin/auth/group/{group.pk}"
    client.post(f"{url}/change/", {"name": "Guests"})
    client.post(f"{url}/delete/", {"post": "yes"})
    assert [target for _, _, target in entries()] == ["group Guests", "group Guests"]
    assert last().details == {"deleted": True}


def test_new_and_changed_handles_are_kept(client, ada):
    client.force_login(ada)
    client.post("/admin/withdrawals/upihandle/add/", {"handle": "newbank"})
    url = "/admin/withdrawals/upihandle/newbank/change/"
    client.post(url, {"provider": "New Bank", "active": "on"})
    assert entries() == [("handle_changed", "ada", "UPI handle newbank")] * 2
    assert last().details == {"provider": ["", "New Bank"], "active": [False, True]}


def test_import_of_coins_is_kept(db, tmp_path):
    file = tmp_path / "coins.csv"
    file.write_text("user_id,amount,reason,reference\nalice,10,A gift,credit:1\n")
    call_command("import_coins", str(file), verbosity=0)
    assert entries() == [("imported", "import_coins", str(file))]
    assert last().details == {"kind": "earned", "rows": 1, "new": 1}


def test_import_that_credits_nothing_leaves_no_entry(db, tmp_path):
    file = tmp_path / "coins.csv"
    file.write_text("user_id,amount,reason,reference\nalice,10,A gift,credit:1\n")
    call_command("import_coins", str(file), "--dry-run", verbosity=0)
    assert entries() == []


def test_upi_ids_are_masked_wherever_they_stand(db):
    audit.record(
        AuditAct.REVEALED,
        target="to ravi.kumar@ybl",
        seen=["ravi.kumar@ybl", {"x": "ravi.kumar@ybl\0"}],
    )
    assert last().target == "to ra***@ybl"
    assert last().details == {"seen": ["ra***@ybl", {"x": "ra***@ybl"}]}


@pytest.mark.parametrize("act", ["update", "delete"])
def test_database_takes_no_entry_back(db, act):
    audit.record(AuditAct.LOGIN)
    rows = AuditEntry.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(actor="x") if act == "update" else rows.delete()
    assert rows.count() == 1


@pytest.mark.parametrize(("who", "may"), [("rita", False), ("asha", True)])
def test_log_is_in_the_menu_of_those_who_may_open_it(client, db, request, who, may):
    client.force_login(request.getfixturevalue(who))
    assert (b'href="/portal/audit/"' in client.get("/portal/").content) is may


def test_right_to_the_log_alone_opens_no_door(client, db):
    clerk = staff("clerk")
    clerk.user_permissions.set(
        Group.objects.get(name="Auditors").permissions.filter(
            codename="view_auditentry"
        )
    )
    client.force_login(clerk)
    assert client.get(PAGE).status_code == 403


@pytest.fixture
def log(client, asha):
    """Three entries, and asha's browser."""
    for day, name, act in (
        (1, "rita", AuditAct.LOGIN),
        (2, "pavan", AuditAct.LOGIN),
        (3, "rita", AuditAct.LOGOUT),
    ):
        with clock.at(datetime(2026, 3, day, 6, 0, tzinfo=UTC)):
            audit.record(act, actor=Actor.system(name), target=f"T{day}")
    client.force_login(asha)
    return client


def targets(page) -> list[str]:
    return [entry.target for entry in page.context["page"].rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["T3", "T2", "T1"]),
        ("actor=rita", ["T3", "T1"]),
        ("act=login", ["T2", "T1"]),
        ("day=2026-03-02", ["T2"]),
        ("actor=rita&act=login&day=2026-03-01", ["T1"]),
        ("actor=nobody", []),
    ],
)
def test_log_can_be_filtered(log, query, found):
    assert targets(log.get(f"{PAGE}?{query}")) == found


@pytest.mark.parametrize("query", ["act=nonsense", "day=yesterday", "actor=%00"])
def test_filter_that_is_not_understood_shows_nothing(log, query):
    page = log.get(f"{PAGE}?{query}")
    assert page.status_code == 422
    assert targets(page) == []


def test_log_pages_by_key(log, monkeypatch):
    monkeypatch.setattr("withdrawals.portal.audit.SIZE", 2)
    first = log.get(f"{PAGE}?act=")
    older = log.get(f"{PAGE}?after={first.context['page'].after}")
    assert (targets(first), targets(older)) == (["T3", "T2"], ["T1"])
    newer = log.get(f"{PAGE}?before={older.context['page'].before}")
    assert targets(newer) == ["T3", "T2"]


def test_log_takes_few_queries(log, django_assert_max_num_queries):
    log.get(PAGE)
    with django_assert_max_num_queries(8):
        log.get(PAGE)


def test_hostile_text_is_only_text(log):
    audit.record(AuditAct.REFUSED, target="/<script>x</script>", why="{% now %}")
    page = log.get(PAGE)
    assert b"<script>x" not in page.content
    assert "{% now %}" in words(page)


def test_details_are_plain_json(db):
    audit.record(AuditAct.REFUSED, why="कारण \ud800")
    assert json.dumps(last().details)


def test_login_of_a_staff_member_stays_cheap(
    client, rita, django_assert_max_num_queries
):
    with django_assert_max_num_queries(25):
        client.post(LOGIN, {"username": "rita", "password": "demo"})
