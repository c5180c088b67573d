"""The code of an app: set up, asked for, used once, lost; and the recovery codes."""

import json
import re
import threading
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from project.login import sealing, second_factor, throttle
from tests.queue_page import htmx
from tests.test_login import LOGIN, LOGOUT, is_signed_in, sign_in
from tests.test_web import text_of
from withdrawals.models import AuditEntry

CODE, SET_UP = "/accounts/login/code/", "/accounts/security/app/set-up/"
SECURITY, CODES = "/accounts/security/", "/accounts/security/recovery-codes/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_TOTP_REQUIRED = True


@pytest.fixture(autouse=True)
def _stopped_clock():
    """No half minute ends between the making of a code and its use."""
    with time_machine.travel(time.time(), tick=False):
        yield


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows, or `later` half minutes from now."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
    return shown


def key_of(client) -> str:
    """The key that the page of the set-up shows."""
    found = re.findall(r'id="key">(\w+)<', client.get(SET_UP).content.decode())
    return str(found[0])


def set_up(client) -> str:
    """The key, after a code proved that it arrived."""
    secret = key_of(client)
    assert client.post(SET_UP, {"code": code_of(secret, -1)}).url == CODES
    return secret


@pytest.fixture
def secret(rita) -> str:
    """Of rita's app."""
    client = Client()
    sign_in(client, "rita")
    return set_up(client)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("url", ["/portal/", "/portal/users/", "/admin/", "/portal/x"])
def test_staff_without_it_is_led_to_set_it_up(client, rita, url, method):
    sign_in(client, "rita")
    assert getattr(client, method)(url).url == SET_UP
    part = getattr(client, method)(url, headers=htmx("queue", "/portal/"))
    assert (part.status_code, part["HX-Redirect"]) == (204, SET_UP)


@pytest.mark.parametrize("root", ["/x", "/hosted", "/api/razorpay"])
def test_staff_is_led_there_wherever_a_server_says_we_are(client, rita, root):
    sign_in(client, "rita")
    assert client.get("/portal/", SCRIPT_NAME=root).url == SET_UP


def test_staff_pages_open_once_it_is_set_up(client, rita):
    sign_in(client, "rita")
    set_up(client)
    assert client.get("/portal/").status_code == 200
    assert AuditEntry.objects.filter(act="factor_set", actor="rita").count() == 1


def test_a_page_asks_for_it_once_and_the_next_page_anew(client, rita):
    row = Authenticator.objects.create(user=rita, type=second_factor.TOTP, data={})
    client.force_login(rita)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/portal/").status_code == 200
    assert len([each for each in asked if "mfa_authenticator" in each["sql"]]) == 1
    row.delete()
    assert client.get("/portal/").status_code == 302


def test_user_needs_none(client, alice):
    sign_in(client)
    assert client.get("/withdraw/").status_code == 200


def test_login_asks_for_the_code(client, secret):
    assert sign_in(client, "rita", next="/portal/users/").url == CODE
    assert client.get("/portal/").url.startswith(LOGIN)
    response = client.post(CODE, {"code": code_of(secret)})
    assert response.url == "/portal/users/"
    assert client.get("/portal/").status_code == 200


@pytest.mark.parametrize("code", ["", "000000", "abc", "\0", "９" * 6, "1" * 500])
def test_wrong_code_signs_nobody_in(client, secret, code):
    sign_in(client, "rita")
    response = client.post(CODE, {"code": code})
    assert response.status_code == 422
    assert "Error: Enter your code" in text_of(response)
    assert client.get("/portal/").url.startswith(LOGIN)


def test_code_works_once(secret):
    code = code_of(secret)
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, "rita")
        answers.append(client.post(CODE, {"code": code}).status_code)
    assert answers == [302, 422]


def test_code_that_set_it_up_signs_nobody_in(client, secret):
    sign_in(client, "rita")
    assert client.post(CODE, {"code": code_of(secret, -1)}).status_code == 422


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_code_works_once_when_eight_use_it_together(secret, rita):
    code, start, found = code_of(secret), threading.Barrier(8), []

    def use():
        start.wait()
        found.append(second_factor.use(rita, code) is not None)
        connection.close()

    crowd = [threading.Thread(target=use) for _ in range(8)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert found.count(True) == 1


def test_codes_cannot_be_guessed(client, secret):
    sign_in(client, "rita")
    wrong = [client.post(CODE, {"code": f"{each:06}"}) for each in range(6)]
    assert [each.status_code for each in wrong] == [422] * throttle.LIMIT + [429]
    assert "Retry-After" in wrong[-1]
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 429
    assert client.get("/portal/").status_code != 200


def recovery_codes(client) -> list[str]:
    return re.findall(r'<li class="mono">(\d+)', client.get(CODES).content.decode())


def test_recovery_code_opens_the_account_once(rita):
    owner = Client()
    sign_in(owner, "rita")
    set_up(owner)
    codes = recovery_codes(owner)
    assert len(codes) == 10
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, "rita")
        answers.append(client.post(CODE, {"code": codes[0]}).status_code)
    assert answers == [302, 422]
    assert recovery_codes(owner) == codes[1:]


def test_new_recovery_codes_replace_the_old(client, rita):
    sign_in(client, "rita")
    set_up(client)
    old = recovery_codes(client)
    client.post(f"{CODES}new/")
    assert not set(old) & set(recovery_codes(client))
    assert AuditEntry.objects.filter(act="codes_made").count() == 1


def every_row() -> str:
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return str(rows)


def test_no_secret_is_kept_in_the_clear(client, rita):
    sign_in(client, "rita")
    secret = key_of(client)
    assert secret not in json.dumps(dict(client.session))
    set_up(client)
    kept = every_row() + json.dumps(dict(client.session))
    assert "totp" in kept and secret not in kept
    assert not [code for code in recovery_codes(client) if f"'{code}'" in kept]


def test_new_key_takes_over_and_the_old_one_still_opens(client, secret, settings):
    settings.SEALING_KEYS = ["new", *settings.SEALING_KEYS]
    sign_in(client, "rita")
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    settings.SEALING_KEYS = ["new"]
    data = Authenticator.objects.get(type="totp").data
    assert sealing.unseal(data["secret"]) == secret


def test_lost_key_is_a_wrong_code_and_no_failure(client, secret, settings):
    settings.SEALING_KEYS = ["another"]
    sign_in(client, "rita")
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 422


def test_removing_it_needs_a_fresh_proof(client, secret):
    sign_in(client, "rita")
    client.post(CODE, {"code": code_of(secret)})
    with time_machine.travel(time.time() + 6 * 60):
        page = f"{SECURITY}app/remove/"
        proof = client.get(page).url
        assert proof == f"/accounts/prove/code/?next={page.replace('/', '%2F')}"
        assert client.post(page).url.startswith("/accounts/prove/code/")
        assert client.post(proof, {"code": code_of(secret)}).url == page
        assert client.post(page).url == SECURITY
    assert not Authenticator.objects.exists()


def test_set_up_ends_the_other_sessions(client, rita):
    other = Client()
    sign_in(other, "rita")
    sign_in(client, "rita")
    set_up(client)
    assert other.get("/portal/").headers["Location"].startswith(LOGIN)
    assert client.get("/portal/").status_code == 200


def test_lost_phone_is_helped_by_the_command(client, secret):
    sign_in(client, "rita")
    call_command("reset_second_factor", "rita", verbosity=0)
    assert client.get(CODE).url == LOGIN
    sign_in(client, "rita")
    assert client.get("/portal/").headers["Location"] == SET_UP
    assert AuditEntry.objects.filter(act="factor_removed", target="rita").exists()


def test_lost_phone_is_helped_by_an_admin(client, ada, secret, rita, settings):
    settings.STAFF_TOTP_REQUIRED = False
    client.force_login(ada)
    sent = {"action": "reset_second_factor", "_selected_action": [rita.pk]}
    client.post("/admin/auth/user/", sent)
    assert not Authenticator.objects.exists()
    entry = AuditEntry.objects.get(act="factor_removed")
    assert (entry.actor, entry.target) == ("ada", "user rita")


def test_sign_in_can_start_again_at_the_code(client, secret, alice):
    sign_in(client, "rita")
    client.post(LOGOUT)
    assert client.get(CODE).url == LOGIN
    assert sign_in(client).url == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "url",
    [
        *("signup", "email", "confirm-email", "password/reset", "password/set"),
        *("inactive", "reauthenticate", "2fa", "social/connections", "login/code/x"),
    ],
)
def test_every_other_page_of_the_library_is_closed(client, alice, url):
    client.force_login(alice)
    assert client.get(f"/accounts/{url}/").status_code == 404
