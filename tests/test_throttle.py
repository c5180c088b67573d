"""Guessing: how many passwords and codes are really checked, and what is said."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import timezone

from project.login import throttle
from project.login.models import Attempts
from tests.test_login import LOGIN, is_signed_in, sign_in
from tests.test_web import text_of
from withdrawals.models import AuditEntry

GUESSES, CROWD = 160, 8


@pytest.fixture
def checks(monkeypatch):
    """The passwords that were compared with a stored one."""
    done: list[str] = []
    plain = MD5PasswordHasher.verify

    def verify(self, password, encoded):
        done.append(password)
        return plain(self, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", verify)
    return done


def guess_at_once(name: str) -> list[int]:
    """GUESSES wrong logins by a CROWD of threads that start together."""
    statuses: list[int] = []
    start = threading.Barrier(CROWD)

    def guess(number: int) -> None:
        start.wait()
        for each in range(GUESSES // CROWD):
            forged = f"10.{number}.0.{each}"
            client = Client(REMOTE_ADDR=forged, headers={"X-Forwarded-For": forged})
            statuses.append(sign_in(client, name, f"wrong-{each}").status_code)
        connection.close()

    crowd = [threading.Thread(target=guess, args=(each,)) for each in range(CROWD)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return statuses


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_guesses_are_checked_five_times(alice, checks):
    statuses = guess_at_once("alice")
    assert sorted(set(statuses)) == [422, 429]
    assert len(checks) == statuses.count(422) == throttle.LIMIT
    assert AuditEntry.objects.count() == throttle.LIMIT + 1


def lock_out(client, name="alice"):
    for _ in range(throttle.LIMIT):
        sign_in(client, name, "wrong")
    return sign_in(client, name, "wrong")


def test_locked_out_says_when_to_try_again(client, alice):
    response = lock_out(client)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    assert "Too many attempts. Try again in 15 minutes." in text_of(response)


def test_unknown_name_is_answered_alike(client, alice):
    known, unknown = lock_out(client), lock_out(client, "nobody")
    assert (known.status_code, text_of(known)) == (
        unknown.status_code,
        text_of(unknown).replace("nobody", "alice"),
    )


def test_right_password_works_again_after_the_window(client, alice):
    lock_out(client)
    assert sign_in(client).status_code == 429
    later = timezone.now() + throttle.WINDOW + timedelta(seconds=1)
    with time_machine.travel(later):
        assert sign_in(client).status_code == 302
    assert is_signed_in(client)


def test_right_passwords_are_never_too_many(db, alice):
    for _ in range(3 * throttle.LIMIT):
        assert sign_in(Client()).status_code == 302


def test_lock_of_one_is_no_lock_of_another(client, alice, bob):
    lock_out(client)
    assert sign_in(Client(), "bob").status_code == 302


def spray(tries, **source):
    """One password on as many names, all over one line; the statuses."""
    client = Client(**source)
    return [sign_in(client, f"name-{n}", "Summer-26").status_code for n in range(tries)]


def test_one_password_on_many_names_is_checked_fifty_times(client, alice, checks):
    assert spray(53) == [422] * throttle.ADDRESS_LIMIT + [429] * 3
    assert sign_in(client).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="10.0.0.7")).status_code == 302
    assert AuditEntry.objects.filter(act="login_failed").count() == 51


@pytest.fixture
def three(db, monkeypatch):
    """Three tries of an address, so that a test is short."""
    monkeypatch.setattr(throttle, "ADDRESS_LIMIT", 3)


ONE_LINE = {
    "a forged header": {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
    "another address of the line": {"REMOTE_ADDR": "2001:db8:0:1:ffff::9"},
}


@pytest.mark.parametrize("source", ONE_LINE.values(), ids=ONE_LINE)
def test_an_address_cannot_pose_as_another(three, source):
    first = {"REMOTE_ADDR": "2001:db8:0:1::7"} if "REMOTE_ADDR" in source else {}
    assert spray(4, **first)[-1] == 429
    assert spray(1, **source) == [429]


@pytest.mark.parametrize("address", ["2001:db8:0:2::7", "::ffff:10.0.0.7", "", "?"])
def test_another_line_has_its_own_tries(three, address):
    assert spray(4, REMOTE_ADDR="2001:db8:0:1::7")[-1] == 429
    assert spray(1, REMOTE_ADDR=address) == [422]


def test_no_address_is_nobodys_address(three):
    assert spray(5, REMOTE_ADDR="") == [422] * 5


def test_behind_the_proxy_its_own_word_counts(three, settings):
    settings.BEHIND_PROXY = True
    assert spray(4, HTTP_X_FORWARDED_FOR="forged, 10.0.0.7")[-1] == 429
    assert spray(1, HTTP_X_FORWARDED_FOR="other, 10.0.0.7") == [429]
    assert spray(1, HTTP_X_FORWARDED_FOR="forged, 10.0.0.8") == [422]


def test_right_passwords_are_no_tries_of_an_address(three, alice):
    for _ in range(6):
        assert sign_in(Client()).status_code == 302


def test_guesses_cannot_fill_the_audit_log(client, alice, monkeypatch):
    monkeypatch.setattr("project.login.entries.STRANGERS", 3)
    for number in range(10):
        sign_in(client, "alice", "wrong")
        sign_in(client, f"nobody-{number}", "wrong")
    assert AuditEntry.objects.filter(target="alice").count() == throttle.LIMIT + 1
    assert AuditEntry.objects.filter(target="").count() == 3


def test_old_counts_are_swept(db):
    throttle.take("password", "somebody")
    with time_machine.travel(timezone.now() + 3 * throttle.WINDOW):
        throttle.take("password", "somebody else")
    assert Attempts.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("/accounts/prove/password/", "password"),
        ("/accounts/password/", "old_password"),
    ],
)
def test_stolen_session_cannot_guess_the_password(client, alice, url, field, checks):
    client.force_login(alice)
    answers = [client.post(url, {field: f"no-{each}"}).status_code for each in range(8)]
    assert answers == [422] * throttle.LIMIT + [429] * 3
    assert len(checks) == throttle.LIMIT
    assert sign_in(Client()).status_code == 429


def test_login_page_shows_no_count(client, db):
    assert client.get(LOGIN).status_code == 200
    assert not Attempts.objects.exists()
