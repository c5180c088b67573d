"""Before rights change, the person proves again who they are."""

import time

import pytest
import time_machine
from django.contrib.auth.models import User

from tests.test_audit import person
from withdrawals.models import AuditEntry

PROVE = "/accounts/prove/password/"


@pytest.fixture
def late(client, ada):
    """Ada signed in six minutes ago."""
    client.force_login(ada)
    with time_machine.travel(time.time() + 6 * 60, tick=False):
        yield client


@pytest.mark.parametrize(
    "url",
    [
        "/admin/auth/user/add/",
        "/admin/auth/user/{id}/change/",
        "/admin/auth/user/{id}/delete/",
        "/admin/auth/user/{id}/password/",
        "/admin/auth/group/add/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_about_rights_ask_for_a_proof(late, rita, url, method):
    page = url.format(id=rita.pk)
    before = list(User.objects.values_list())
    response = getattr(late, method)(page, {"is_superuser": "on"})
    assert response.url.startswith(f"{PROVE}?next=%2Fadmin%2Fauth%2F")
    assert list(User.objects.values_list()) == before


def test_after_the_proof_one_is_where_one_wanted_to_go(late, rita):
    page = f"/admin/auth/user/{rita.pk}/change/"
    proof = late.get(page).url
    assert late.post(proof, {"password": "wrong"}).status_code == 422
    assert late.post(proof, {"password": "demo"}).url == page
    assert late.get(page).status_code == 200
    assert late.post(page, person(rita, is_staff="on")).status_code == 302


def test_other_pages_ask_for_none(late):
    assert late.get("/admin/withdrawals/upihandle/add/").status_code == 200
    assert late.get("/portal/").status_code == 200


def test_proof_leads_to_no_other_site(late):
    url = f"{PROVE}?next=https://evil.example/"
    assert late.post(url, {"password": "demo"}).url == "/"


def test_who_may_not_is_told_so_at_once(client, rita):
    client.force_login(rita)
    with time_machine.travel(time.time() + 6 * 60):
        assert client.get("/admin/auth/user/add/").status_code == 403


def test_password_that_an_admin_sets_is_kept_in_the_log(client, ada, rita):
    client.force_login(ada)
    words = {"password1": "Zq8#kfl2mm", "password2": "Zq8#kfl2mm"}
    client.post(
        f"/admin/auth/user/{rita.pk}/password/", {"usable_password": "true"} | words
    )
    entry = AuditEntry.objects.get(act="password_changed")
    assert (entry.actor, entry.target) == ("ada", "user rita")
