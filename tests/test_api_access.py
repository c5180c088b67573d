"""Who may call the JSON endpoints: the app's servers by key, or this machine."""

import subprocess
import sys

import pytest

from tests.api import ADDRESSES, POSTS, Server, entry, refused
from tests.everything import nothing_changes
from withdrawals.api.keys import MalformedEntry, parse
from withdrawals.models import StatusChange


@pytest.fixture
def open_door(db, settings) -> Server:
    """A caller without a key, where none is required."""
    settings.API_REQUIRE_KEY = False
    settings.API_KEYS = [entry("app", "app-key")]
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
        "Bearer app-key extra",
        "Bearer APP-KEY",
        "Basic app-key",
        "app-key",
        "Bearer app-key,Bearer app-key",
        "Bearer kéy",
        "Bearer " + "x" * 10_000,
        "Bearer " + entry("app", "app-key").partition(":")[2],
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
    headers = {"Authorization": "bEARER app-key"}
    assert Server(None).withdraw(headers=headers).status_code == 201


def test_two_keys_of_one_name_are_both_good(api, alice, settings):
    settings.API_KEYS = [entry("app", "old"), entry("shop", "x"), entry("app", "new")]
    for key in ("old", "new"):
        assert Server(key).withdraw().status_code == 201
    assert set(StatusChange.objects.values_list("actor", flat=True)) == {"app"}


def test_without_any_entry_nobody_comes_in(api, settings):
    settings.API_KEYS = []
    refused(api.history(user_id="alice"), 401, "unauthorized")


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
    with django_assert_num_queries(1):
        response = api.history(user_id="alice")
    assert not response.cookies
    assert "Vary" not in response or "Cookie" not in response["Vary"]


@pytest.mark.parametrize(
    "bad",
    [
        "app",
        "app:",
        ":" + "0" * 64,
        "app:" + "0" * 63,
        "app:" + "g" * 64,
        "app:the-key-itself",
        "a b:" + "0" * 64,
        "",
        f"{'n' * 101}:" + "0" * 64,
    ],
)
def test_a_malformed_entry_is_refused_and_not_shown(bad):
    with pytest.raises(MalformedEntry, match=r"entry 2 is not name:SHA-256") as error:
        parse([entry("app", "key"), bad])
    assert "the-key-itself" not in str(error.value)


def test_a_malformed_entry_stops_the_start_with_one_line(tmp_path):
    start = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"DEBUG": "true", "API_KEYS": "app:oops", "LOG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 1
    assert start.stderr.startswith("API_KEYS: entry 1 is not name:SHA-256")
    assert start.stderr.count("\n") == 1
