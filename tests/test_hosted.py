"""The hosted page: a user comes in by an app's link, once, and goes back to the app."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.api import BACK, key_of
from tests.conftest import submitted
from tests.test_links import ask, token_of
from tests.test_test_mode import tess  # noqa: F401 (a fixture)
from tests.test_web import UPI_ID, text_of, token_on
from wallet import ledger
from withdrawals.hosted.models import Link
from withdrawals.integrations.models import App
from withdrawals.models import CoinWithdrawal
from withdrawals.web.colours import READABLE, contrast, palette, stylesheet_of

pytestmark = pytest.mark.django_db
DOOR, FORM, CHECK = "/hosted/", "/hosted/withdraw/", "/hosted/withdraw/check/"
RETURN = "/hosted/back/"


@pytest.fixture
def token(api, alice):
    return token_of(ask(api, state="cart 7"))


@pytest.fixture
def visit(client, token):
    """alice's browser after the button was pressed."""
    assert client.post(DOOR, {"link": token}).url == FORM
    return client


def told(response) -> dict[str, list[str]]:
    """What the app is told when the user comes back to it."""
    assert response.status_code == 302
    assert response.url.startswith(f"{BACK}&")
    return parse_qs(urlsplit(response.url).query)


def withdraw(client, coins="500"):
    sent = {"coins": coins, "upi_id": UPI_ID, "token": token_on(client.get(FORM))}
    client.post(FORM, sent)
    return client.post(CHECK, sent)


def test_looking_uses_nothing_up(client, token):
    for method in (client.get, client.head) * 3:
        assert method(DOOR, {"link": token}).status_code == 200
    assert Link.objects.get().used_at is None
    assert not client.cookies.get("visit")
    assert "Continue as alice" not in text_of(client.get(DOOR, {"link": token}))
    assert "Continue as a•••" in text_of(client.get(DOOR, {"link": token}))


def test_the_button_opens_the_form_as_that_user(visit):
    page = text_of(visit.get(FORM))
    assert "2,000 coins worth ₹200.00" in page
    assert "You are a••• Back to app" in page
    assert "Sign out" not in page


def test_a_link_works_once(visit, token):
    again = Client().post(DOOR, {"link": token})
    assert (again.status_code, again.cookies.get("visit")) == (410, None)
    assert "This link was used" in text_of(again)
    assert Client().get(DOOR, {"link": token}).status_code == 410


def test_a_link_works_for_a_minute(client, token):
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        response = client.post(DOOR, {"link": token})
        assert response.status_code == client.get(DOOR, {"link": token}).status_code
    assert (response.status_code, response.cookies.get("visit")) == (410, None)
    assert "This link is too old" in text_of(response)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: token.replace("cw_link_", ""),
        lambda token: token.upper(),
        lambda token: token + "\n",
        lambda token: "cw_link_" + "0" * 32 + token[40:],
        lambda token: "\x00",
        lambda token: "x" * 10_000,
    ],
)
def test_a_link_that_we_did_not_sign_is_none(client, token, forge):
    for method in (client.get, client.post):
        assert method(DOOR, {"link": forge(token)}).status_code == 404
    assert Link.objects.get().used_at is None


def test_another_site_cannot_press_the_button(token):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(DOOR, {"link": token}).status_code == 403
    assert Link.objects.get().used_at is None


def test_the_page_is_for_this_user_and_this_moment(client, token):
    page = client.get(DOOR, {"link": token})
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_a_visit_lasts_a_quarter_of_an_hour(visit):
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert visit.get(FORM).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        over = visit.post(CHECK, {"coins": "500"})
    assert over.status_code == 403
    assert "Your visit is over" in text_of(over)


def test_the_whole_form_works(visit):
    status = withdraw(visit)
    request = CoinWithdrawal.objects.get()
    assert status.url == f"{FORM}{request.id}/"
    assert "We have your request" in text_of(visit.get(status.url))
    assert request.reference in text_of(visit.get(status.url))
    assert visit.get(f"{FORM}history/").status_code == 200
    assert visit.get(f"{status.url}cancel/").status_code == 200
    assert visit.post(f"{status.url}cancel/").url == status.url
    assert ledger.balance("alice") == 2000


def test_no_link_of_the_visit_leads_to_the_other_form(visit):
    withdraw(visit)
    pages = [FORM, f"{FORM}history/", f"{FORM}{CoinWithdrawal.objects.get().id}/"]
    for page in pages:
        assert b'"/withdraw/' not in visit.get(page).content
        assert b'"/accounts/' not in visit.get(page).content


def test_what_is_wrong_is_said_and_kept(visit):
    sent = {"coins": "99", "upi_id": UPI_ID, "token": token_on(visit.get(FORM))}
    page = visit.post(FORM, sent)
    assert page.status_code == 422
    assert 'value="99"' in page.content.decode()


def test_the_form_begins_with_what_the_app_wished(client, api, alice):
    token = token_of(ask(api, amount=700, upi_id="Alice@YBL"))
    client.post(DOOR, {"link": token})
    page = client.get(FORM).content.decode()
    assert 'value="700"' in page
    assert 'value="alice@ybl"' in page


def test_a_request_of_somebody_else_is_none(visit, bob):
    other = submitted("bob", 100)
    assert visit.get(f"{FORM}{other.id}/").status_code == 404
    assert visit.post(f"{FORM}{other.id}/cancel/").status_code == 404


def test_who_goes_back_at_once_has_closed(visit):
    assert told(visit.get(RETURN)) == {
        "tab": ["2"],
        "status": ["closed"],
        "state": ["cart 7"],
    }


def test_the_app_is_told_what_was_made(visit):
    withdraw(visit)
    result = told(visit.get(RETURN))
    assert result["status"] == ["created"]
    assert result["withdrawal_id"] == [str(CoinWithdrawal.objects.get().id)]


def test_the_app_is_told_what_was_cancelled(visit):
    request = submitted()
    visit.post(f"{FORM}{request.id}/cancel/")
    result = told(visit.get(RETURN))
    assert (result["status"], result["withdrawal_id"]) == (
        ["cancelled"],
        [str(request.id)],
    )


def test_who_goes_back_has_left(visit):
    secret = visit.cookies["visit"].value
    visit.get(RETURN)
    stolen = Client()
    stolen.cookies["visit"] = secret
    for page in (FORM, RETURN):
        assert stolen.get(page).status_code == 403


def test_state_cannot_lead_elsewhere(client, api, alice):
    nasty = "x&status=created&withdrawal_id=1#//evil.example"
    client.post(DOOR, {"link": token_of(ask(api, state=nasty))})
    result = told(client.get(RETURN))
    assert (result["status"], result["state"]) == (["closed"], [nasty])


def test_a_phones_app_is_led_back_to(client, api, alice):
    App.objects.update(return_urls=["com.example.shop:/coins"])
    client.post(
        DOOR, {"link": token_of(ask(api, return_url="com.example.shop:/coins"))}
    )
    assert client.get(RETURN).url == "com.example.shop:/coins?status=closed"


PEOPLE = ("rita", "pavan", "ada", "bob")


@pytest.mark.parametrize("name", PEOPLE)
def test_whoever_is_signed_in_stays_so_and_counts_for_nothing(
    request, client, token, name
):
    client.force_login(request.getfixturevalue(name))
    home = client.get("/").url
    before = dict(client.session)
    client.post(DOOR, {"link": token})
    assert "2,000 coins" in text_of(client.get(FORM)), "alice's"
    withdraw(client)
    made = CoinWithdrawal.objects.get()
    assert made.user_id == "alice"
    assert made.status_changes.get().actor_kind == "user"
    client.get(RETURN)
    assert dict(client.session) == before
    assert client.get("/").url == home
    assert client.get(home).status_code == 200


def test_a_visit_keeps_no_login_alive(client, rita, token):
    client.force_login(rita)
    client.post(DOOR, {"link": token})
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert client.get(FORM).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get("/portal/").status_code == 302


STAFF_ONLY = ("/portal/", "/admin/", "/portal/ledger/", "/withdraw/", "/accounts/")


@pytest.mark.parametrize("url", STAFF_ONLY)
def test_a_visit_opens_nothing_else(visit, url):
    response = visit.get(url)
    assert response.status_code in (302, 404)
    assert visit.cookies["visit"]["path"] == "/hosted/"


def test_a_visit_as_a_user_who_is_called_like_staff_has_no_rights(client, api, rita):
    client.post(DOOR, {"link": token_of(ask(api, user_id="rita"))})
    assert client.get(FORM).status_code == 200
    assert client.get("/portal/").status_code == 302


@pytest.mark.parametrize("swapped", ["sessionid", "visit"])
def test_a_cookie_of_one_kind_opens_no_door_of_the_other(visit, rita, swapped):
    staff = Client()
    staff.force_login(rita)
    thief = Client()
    if swapped == "sessionid":
        thief.cookies["sessionid"] = visit.cookies["visit"].value
        assert thief.get("/withdraw/").status_code == 302
    else:
        thief.cookies["visit"] = staff.cookies["sessionid"].value
        assert thief.get(FORM).status_code == 403


def test_a_second_visit_in_the_browser_takes_the_place_of_the_first(visit, api, bob):
    visit.post(DOOR, {"link": token_of(ask(api, user_id="bob"))})
    assert "500 coins" in text_of(visit.get(FORM))


def test_a_test_visit_says_so(client, api, tess):  # noqa: F811
    from_test = type(api)(key_of("app", is_test=True))
    client.post(DOOR, {"link": token_of(ask(from_test, user_id="tess"))})
    assert "This is a test: no money is paid." in text_of(client.get(FORM))
    withdraw(client)
    assert CoinWithdrawal.objects.get().is_test


def test_the_page_is_in_the_apps_name_and_colour(client, api, alice):
    App.objects.update(title="Rewards <shop>", colour="#7a1fa2")
    token = token_of(ask(api))
    page = client.get(DOOR, {"link": token})
    assert "Rewards &lt;shop&gt;" in page.content.decode()
    assert b'href="/hosted/colours/7a1fa2.css"' in page.content
    client.post(DOOR, {"link": token})
    assert b'href="/hosted/colours/7a1fa2.css"' in client.get(FORM).content


@pytest.mark.parametrize("colour", ["7A1FA2", "fff", "7a1fa", "7a1fa2ff", "red", "x"])
def test_a_colour_is_six_digits(client, colour):
    assert client.get(f"/hosted/colours/{colour}.css").status_code == 404


LEVELS = (0, 60, 128, 190, 255)


@pytest.mark.parametrize("colour", list(product(LEVELS, repeat=3)))
def test_every_colour_is_made_readable(colour):
    found = palette(colour)
    white, dark, light = (255, 255, 255), (23, 30, 38), (246, 247, 249)
    pairs = [(white, each) for name in ("fill", "band") for each in found[name]]
    pairs += [(white, each) for each in found["fill-hover"]]
    pairs += zip(found["on-band-muted"], found["band"], strict=True)
    pairs += zip(found["accent"], found["accent-soft"], strict=True)
    pairs += zip(found["accent"], (light, dark), strict=True)
    assert min(contrast(*pair) for pair in pairs) >= READABLE


def test_a_readable_colour_stays_as_it_is():
    assert "--fill: light-dark(#7a1fa2, #7a1fa2);" in stylesheet_of("#7a1fa2")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_press_at_once_one_comes_in(api, alice):
    token, start = token_of(ask(api)), Barrier(8)

    def press(_: int) -> int:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return Client().post(DOOR, {"link": token}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(press, range(8)))
    assert statuses == [302] + [410] * 7
