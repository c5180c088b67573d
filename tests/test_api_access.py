"""Who may call the JSON endpoints: the app's servers by key, or this machine."""

import hashlib

import pytest

from tests.api import (
    ADDRESSES,
    APP_KEY,
    BESIDES,
    POSTS,
    Server,
    key_of,
    let_in,
    refused,
)
from tests.everything import nothing_changes
from withdrawals.models import StatusChange

DIGEST = hashlib.sha256(APP_KEY.encode()).hexdigest()


@pytest.fixture
def open_door(db, settings) -> Server:
    """A caller without a key, where none is required."""
    settings.API_REQUIRE_KEY = False
    let_in()
    return Server(None)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {APP_KEY} extra",
        f"Bearer {APP_KEY}x",
        f"Bearer {APP_KEY[:-1]}",
        f"Bearer {APP_KEY[:-1]}t",
        f"Bearer {APP_KEY.swapcase()}",
        f"Bearer {APP_KEY.replace('live', 'test')}",
        f"Bearer {APP_KEY.replace('testTEST', 'TESTtest')}",
        f"Basic {APP_KEY}",
        APP_KEY,
        f"Bearer {APP_KEY},Bearer {APP_KEY}",
        "Bearer kéy",
        f"Bearer {APP_KEY}" + "x" * 10_000,
        "Bearer " + "x" * 10_000,
        "Bearer " + DIGEST,
    ],
)
def test_without_the_right_key_nothing_is_told(api, pending, name, header):
    client = Server(None).client
    call = client.post if name in POSTS else client.get
    with nothing_changes():
        response = call(
            ADDRESSES[name], headers={"Authorization": header} if header else {}
        )
    refused(response, 401, "unauthorized")
    assert response["WWW-Authenticate"] == "Bearer"


def test_the_word_bearer_may_be_written_in_any_case(api, alice):
    headers = {"Authorization": f"bEARER {APP_KEY}"}
    assert Server(None).withdraw(headers=headers).status_code == 201


def test_two_keys_of_one_app_are_both_good(db, alice):
    for key in (key_of("app"), key_of("app")):
        assert Server(key).withdraw().status_code == 201
    assert set(StatusChange.objects.values_list("actor", flat=True)) == {"app"}


def test_where_no_key_is_required_this_machine_acts_as_local(open_door, alice):
    assert open_door.withdraw().status_code == 201
    assert StatusChange.objects.get().actor == "local"


@pytest.mark.parametrize("address", ["10.0.0.9", "127.0.0.1.example", "", "::2"])
def test_where_no_key_is_required_other_machines_stay_out(open_door, address):
    open_door.client.defaults["REMOTE_ADDR"] = address
    response = open_door.client.get(
        ADDRESSES["history"],
        {"user_id": "alice"},
        headers={"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    )
    refused(response, 401, "unauthorized")


def test_a_wrong_key_is_wrong_also_where_none_is_required(open_door, alice):
    wrong = {"Authorization": "Bearer wrong"}
    refused(open_door.withdraw(headers=wrong), 401, "unauthorized")


def test_a_foreign_page_cannot_post_without_asking(open_door, alice):
    body = b'{"user_id":"alice","amount":500,"upi_id":"eve@ybl"}'
    with nothing_changes():
        response = open_door.post(ADDRESSES["withdraw"], body, "text/plain")
    refused(response, 415, "unsupported_media_type")


def test_a_call_touches_no_session(api, alice, django_assert_num_queries):
    api.client.cookies["sessionid"] = "0123456789abcdef" * 2
    with django_assert_num_queries(1 + BESIDES):
        response = api.balance(user_id="alice")
    assert not response.cookies
    assert "Vary" not in response or "Cookie" not in response["Vary"]
