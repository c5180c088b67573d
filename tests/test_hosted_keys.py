"""A key that is revoked takes along its links and the visits that they became."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from tests.api import APP_KEY, MAKER, Server, key_of
from tests.everything import nothing_changes
from tests.test_hosted import (  # noqa: F401 (fixtures)
    CHECK,
    DOOR,
    FORM,
    RETURN,
    token,
    visit,
    withdraw,
)
from tests.test_links import ask, token_of
from tests.test_web import UPI_ID, text_of, token_on
from withdrawals.hosted.models import Link
from withdrawals.integrations import keys
from withdrawals.integrations.models import ApiKey

pytestmark = pytest.mark.django_db


def revoke() -> None:
    """The key that the link was made with."""
    key = ApiKey.objects.get(public_id=APP_KEY.split("_")[2])
    keys.revoke_key(key, actor=MAKER)


def test_its_links_let_nobody_in(client, token):  # noqa: F811
    revoke()
    with nothing_changes():
        for method in (client.get, client.post):
            answer = method(DOOR, {"link": token})
            assert (answer.status_code, answer.cookies.get("visit")) == (410, None)
            assert "This link has ended" in text_of(answer)


def test_a_link_that_is_shown_already_is_not_entered(client, token):  # noqa: F811
    assert client.get(DOOR, {"link": token}).status_code == 200
    revoke()
    assert client.post(DOOR, {"link": token}).status_code == 410
    assert Link.objects.get().used_at is None


def test_its_visits_end_in_the_middle(visit):  # noqa: F811
    sent = {"coins": "500", "upi_id": UPI_ID, "token": token_on(visit.get(FORM))}
    visit.post(FORM, sent)
    revoke()
    with nothing_changes():
        for answer in (visit.post(CHECK, sent), visit.get(FORM), visit.get(RETURN)):
            assert answer.status_code == 403
            assert "Your visit is over" in text_of(answer)


def test_the_command_ends_them_as_well(visit):  # noqa: F811
    call_command("revoke_api_key", APP_KEY)
    assert visit.get(FORM).status_code == 403


@pytest.mark.parametrize(("keep", "goes_on"), [(0, False), (1, True)])
def test_a_key_that_is_replaced_ends_them_with_itself(visit, keep, goes_on):  # noqa: F811
    """One that works on for a while is not lost: its users are not thrown out."""
    keys.rotate_key(ApiKey.objects.get(), keep=timedelta(hours=keep), actor=MAKER)
    assert (visit.get(FORM).status_code == 200) is goes_on


def test_another_key_of_the_app_takes_nothing_along(visit, api):  # noqa: F811
    other = Server(key_of("app"))
    by_other = token_of(ask(other))
    revoke()
    visitor = Client()
    assert visitor.post(DOOR, {"link": by_other}).status_code == 302
    assert "/hosted/withdraw/" in withdraw(visitor).url
    assert visit.get(FORM).status_code == 403


def test_without_a_key_there_is_none_to_revoke(client, alice, settings):
    settings.API_REQUIRE_KEY = False
    local = ask(Server(None), return_url="http://127.0.0.1:3000/done")
    assert client.post(DOOR, {"link": token_of(local)}).status_code == 302
    assert client.get(FORM).status_code == 200
