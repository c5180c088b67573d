"""When a session ends, and that keeping it alive costs next to nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client

from project.login.sessions import POLLING
from tests.queue_page import htmx
from tests.test_login import sign_in

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PLACE = {"rita": "/portal/", "ada": "/portal/", "alice": "/withdraw/history/"}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def is_in(client, who: str, **headers: str) -> bool:
    return bool(client.get(PLACE[who], headers=headers).status_code == 200)


@pytest.mark.parametrize("who", PLACE)
@pytest.mark.parametrize(("minutes", "stays"), [(30, True), (31, False)])
def test_idle_session_ends(client, db, request, clock, who, minutes, stays):
    request.getfixturevalue(who)
    sign_in(client, who)
    clock.shift(timedelta(minutes=minutes))
    assert is_in(client, who) is stays


@pytest.mark.parametrize("root", ["/hosted", "/api"])
def test_idle_session_ends_wherever_a_server_says_we_are(client, rita, clock, root):
    sign_in(client, "rita")
    clock.shift(timedelta(minutes=31))
    assert client.get("/portal/", SCRIPT_NAME=root).status_code == 302


@pytest.mark.parametrize("who", ["rita", "alice"])
def test_busy_session_ends_after_eight_hours(client, db, request, clock, who):
    request.getfixturevalue(who)
    sign_in(client, who)
    for _ in range(23):
        clock.shift(timedelta(minutes=20))
        assert is_in(client, who)
    clock.shift(timedelta(minutes=21))
    assert not is_in(client, who)


def test_page_that_asks_by_itself_keeps_nobody_in(client, rita, clock):
    sign_in(client, "rita")
    for _ in range(3):
        clock.shift(timedelta(minutes=10))
        assert is_in(client, "rita", **{POLLING: "true"})
    clock.shift(timedelta(minutes=1))
    assert not is_in(client, "rita", **{POLLING: "true"})


def test_limit_comes_from_the_settings(client, rita, clock, settings):
    settings.SESSION_IDLE_MINUTES = 5
    sign_in(client, "rita")
    clock.shift(timedelta(minutes=6))
    assert not is_in(client, "rita")
    assert not Session.objects.exists()


def test_ended_session_leads_htmx_to_the_login_and_back(client, rita, clock):
    sign_in(client, "rita")
    clock.shift(timedelta(minutes=31))
    response = client.get("/portal/", headers=htmx("queue", "/portal/?tab=pay"))
    assert response.status_code == 204
    assert response["HX-Redirect"] == "/accounts/login/?next=/portal/%3Ftab%3Dpay"


def give_role(user):
    user.groups.add(Group.objects.get(name="Payers"))


def give_permission(user):
    user.user_permissions.add(Permission.objects.get(codename="pay_coinwithdrawal"))


def take_from_role(user):
    Group.objects.get(name="Reviewers").permissions.remove(
        Permission.objects.get(codename="review_coinwithdrawal")
    )


def change(**values):
    def save(user):
        for name, value in values.items():
            setattr(user, name, value)
        user.save()

    return save


def new_password(user):
    user.set_password("another")
    user.save()


def second_factor_set(user):
    Authenticator.objects.create(user=user, type="totp", data={"secret": ""})


@pytest.mark.parametrize(
    "change_of",
    [
        lambda user: user.groups.clear(),
        give_role,
        give_permission,
        take_from_role,
        change(is_staff=False),
        change(is_superuser=True),
        change(is_active=False),
        new_password,
        second_factor_set,
    ],
)
def test_session_ends_with_the_rights_it_began_with(client, rita, change_of):
    sign_in(client, "rita")
    assert is_in(client, "rita")
    change_of(rita)
    assert client.get("/portal/").url == "/accounts/login/?next=/portal/"


def test_user_who_becomes_staff_signs_in_again(client, alice):
    sign_in(client)
    change(is_staff=True)(alice)
    assert not is_in(client, "alice")


def test_change_of_a_colleague_ends_nothing(client, rita, pavan):
    sign_in(client, "rita")
    pavan.groups.clear()
    assert is_in(client, "rita")


def test_own_new_password_ends_the_other_sessions(client, rita):
    other = Client()
    sign_in(client, "rita")
    sign_in(other, "rita")
    words = {"new_password1": "Zq8#kfl2mm", "new_password2": "Zq8#kfl2mm"}
    response = client.post("/accounts/password/", {"old_password": "demo"} | words)
    assert response.url == "/accounts/security/"
    assert is_in(client, "rita")
    assert not is_in(other, "rita")


def writes(queries) -> list[str]:
    sql = [query["sql"] for query in queries]
    return [each for each in sql if each.startswith(("UPDATE", "INSERT", "DELETE"))]


def test_session_is_written_once_a_minute_at_most(
    client, rita, clock, django_assert_max_num_queries
):
    sign_in(client, "rita")
    for seconds, written in ((30, 0), (29, 0), (2, 1), (59, 0), (2, 1)):
        clock.shift(timedelta(seconds=seconds))
        with django_assert_max_num_queries(40) as done:
            client.get("/portal/users/")
        assert len(writes(done.captured_queries)) == written


@pytest.mark.parametrize("path", ["/healthz", "/accounts/login/", "/nowhere/"])
def test_strangers_get_no_session(client, db, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(path)
    assert "sessionid" not in response.cookies
