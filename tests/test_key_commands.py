"""Apps and keys by command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.api import Server
from withdrawals.integrations.key_text import KeyText
from withdrawals.integrations.models import ApiKey


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def key(db) -> str:
    run("create_app", "shop", "--title", "Rewards shop")
    asked = ("--scope", "withdrawals:read", "--network", "127.0.0.1", "--days", "9")
    return run("create_api_key", "shop", *asked)


def test_the_key_stands_alone_and_works(key, alice):
    assert KeyText.parse(key.removesuffix("\n"))
    assert Server(key.strip()).history(user_id="alice").status_code == 200


def test_a_test_key_may_do_everything(db):
    run("create_app", "shop")
    assert run("create_api_key", "shop", "--test", "--scope", "all").startswith("cw_te")
    assert len(ApiKey.objects.get().scopes) == 7


def test_keys_are_listed_without_their_secrets(key):
    told = run("list_api_keys", "shop")
    assert key.strip()[:20] in told
    assert key.strip()[21:] not in told
    assert "127.0.0.1" in told and "withdrawals:read" in told


def test_a_key_is_revoked_as_it_is_listed(key, alice):
    shown = run("list_api_keys").split("  ")[1]
    assert "is revoked" in run("revoke_api_key", shown)
    assert Server(key.strip()).history(user_id="alice").status_code == 401
    with pytest.raises(CommandError, match="revoked already"):
        run("revoke_api_key", shown)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["create_app", "a b"], "Nothing was made: a name is 1 to 100 letters"),
        (["create_api_key", "nobody", "--scope", "all"], "There is no app 'nobody'"),
        (["create_api_key", "shop"], "required: --scope"),
        (["create_api_key", "shop", "--scope", "money"], "invalid choice: 'money'"),
        (
            ["create_api_key", "shop", "--scope", "all", "--network", "x"],
            "No key was made: 'x' is no network",
        ),
        (
            ["create_api_key", "shop", "--scope", "all", "--days", "0"],
            "'0' is no number of days from 1 to 3650",
        ),
        (["list_api_keys", "nobody"], "There is no app 'nobody'."),
        (["revoke_api_key", "cw_live_x"], "There is no such key"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(key, command, words):
    with pytest.raises(CommandError) as caught:
        run(*command)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
