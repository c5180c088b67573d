"""Session, person and desk are one journey; a wrong guess of the person is none."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from project.login import arrival
from project.login.arrival import Owner
from project.sessions import SessionStore
from tests.crowd import make, row
from tests.plain_admin import EMPTY
from wallet import clock
from withdrawals.models import Claim

PAGE = "/portal/settings/"


@pytest.fixture
def known(client, rita):
    """Rita's browser, which was here before."""
    client.force_login(rita)
    client.get(PAGE)
    return client


def guess(client, person: User, name: str = "") -> None:
    mark = hash(client.session.session_key)
    arrival._owners[mark] = Owner(person.pk, name or person.get_username())


def test_second_page_is_one_journey(known, settings, django_assert_num_queries):
    settings.ROOT_URLCONF = "tests.plain_admin"
    with django_assert_num_queries(1):
        known.get(EMPTY)


def test_first_page_finds_the_same_person(client, rita, settings):
    settings.ROOT_URLCONF = "tests.plain_admin"
    client.force_login(rita)
    first, second = (client.get(EMPTY).wsgi_request.user for _ in range(2))
    assert first == second == rita
    assert first.__dict__.keys() == second.__dict__.keys()


def test_wrong_guess_shows_the_session_s_own_person(known, rita, ada):
    User.objects.filter(pk=ada.pk).update(password=rita.password)
    guess(known, ada)
    page = known.get(PAGE)
    assert page.wsgi_request.user.get_username() == "rita"
    assert not page.wsgi_request.user.is_superuser


def test_guess_without_a_session_is_nobody(known, rita):
    guess(known, rita)
    known.session.delete()
    assert known.get(PAGE).status_code == 302


def test_renamed_person_finds_what_is_theirs(known, rita):
    User.objects.filter(pk=rita.pk).update(username="margarita")
    (taken,) = make(row())
    until = clock.now() + timedelta(minutes=5)
    Claim.objects.create(withdrawal=taken, holder="margarita", until=until)
    assert taken.reference in known.get("/portal/?tab=mine").content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "other"}])
def test_account_that_is_closed_is_out_at_once(known, rita, change):
    User.objects.filter(pk=rita.pk).update(**change)
    assert known.get(PAGE).status_code == 302


def test_session_of_another_door_is_refused(known):
    session = known.session
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    assert known.get(PAGE).status_code == 302


@pytest.mark.parametrize("data", ["", "forged", "e30:1vMWAr:forged", ".e30:x:y"])
def test_forged_session_is_nobody_s(known, data):
    Session.objects.update(session_data=data)
    assert known.get(PAGE).status_code == 302


def test_change_of_a_session_does_not_reach_the_next_page(known):
    store = SessionStore(known.session.session_key)
    store["marks"]["rights"] = "all"
    assert SessionStore(store.session_key)["marks"]["rights"] != "all"


def test_processes_remember_no_more_than_so_many(client, rita, meera, monkeypatch):
    monkeypatch.setattr(arrival, "MOST", 1)
    for person in (rita, meera):
        client.force_login(person)
        client.get(PAGE)
    assert len(arrival._owners) == 1
