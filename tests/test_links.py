"""The link that lets a user in: made by a key, signed, for a minute."""

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone

from project.logs import LineFormatter
from tests.api import BACK, Server, key_of, refused
from tests.corpus import addresses
from tests.test_test_mode import tess  # noqa: F401 (a fixture)
from withdrawals.hosted import links
from withdrawals.hosted.models import Link
from withdrawals.integrations.exceptions import InvalidReturnUrl
from withdrawals.integrations.return_urls import clean_return_urls
from withdrawals.models import IdempotencyKey

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "visit 4711"}


def ask(api: Server, headers=None, **body):
    sent = {"user_id": "alice", "return_url": BACK} | body
    return api.post("/api/razorpay/withdraw/link/", sent, headers=headers)


def token_of(response):
    [token] = parse_qs(urlsplit(response.json()["data"]["url"]).query)["link"]
    return token


def test_a_link_is_for_a_minute(api, alice):
    with time_machine.travel("2026-03-01T06:30:00Z", tick=False):
        response = ask(api)
    data = response.json()["data"]
    assert response.status_code == 201
    assert data["url"].startswith("http://testserver/hosted/?link=cw_link_")
    assert data["expires_at"] == "2026-03-01T06:31:00Z"


def test_a_known_key_gets_the_same_link(api, alice):
    made, again = ask(api, KEY), ask(api, KEY)
    assert again.content == made.content
    assert again["Idempotent-Replayed"] == "true"
    assert Link.objects.count() == 1
    refused(ask(api, KEY, state="x"), 422, "idempotency_key_reused")


def test_nothing_that_is_kept_opens_anything(api, alice):
    token = token_of(ask(api, KEY))
    [kept] = IdempotencyKey.objects.all()
    signature = token.rpartition("_")[2]
    assert signature not in str(kept.answer)
    assert signature not in str(Link.objects.values().get())


def test_no_line_of_a_log_tells_a_link(api, alice):
    token = token_of(ask(api))
    record = logging.LogRecord("x", 20, "", 1, f"GET /hosted/?link={token}", None, None)
    assert LineFormatter().format(record) == f"GET /hosted/?link={token[:12]}…"


TRICKS = [
    "",
    BACK + "&next=1",
    BACK[:-1],
    BACK + "/../evil",
    BACK.upper(),
    BACK.replace("https", "http"),
    BACK.replace("shop.example", "shop.example.evil.example"),
    BACK.replace("shop.example", "shop.example@evil.example"),
    BACK.replace("shop.example", "evil.example/shop.example"),
    BACK.replace("shop.example", "shop.example:444"),
    BACK.replace("/coins", "\\coins"),
    f" {BACK}",
    f"{BACK}#x",
    f"{BACK}\n",
    "//shop.example/coins?tab=2",
    "javascript:alert(1)",
    "https://shop.example",
]


@pytest.mark.parametrize("url", TRICKS)
def test_a_page_returns_to_the_very_addresses_that_are_set(api, alice, url):
    error = refused(ask(api, return_url=url), 400, "return_url_not_allowed")
    assert error["field"] == "return_url"
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": 99}, "amount_out_of_range"),
        ({"amount": "500"}, "invalid_field"),
        ({"upi_id": "user@bank"}, "invalid_upi_id"),
        ({"state": "x" * 501}, "invalid_field"),
        ({"state": "a\nb"}, "invalid_field"),
        ({"state": "a\u0000b"}, "invalid_field"),
        ({"user_id": " alice"}, "invalid_field"),
        ({"user_id": None}, "invalid_field"),
    ],
)
def test_what_is_wrong_is_named(api, alice, wrong, code):
    assert refused(ask(api, **wrong), 400, code)["field"] == min(wrong)
    assert not Link.objects.exists()


def test_a_key_needs_the_scope(alice):
    app = Server(key_of("app", scopes=["withdrawals:create"]))
    error = refused(ask(app), 403, "missing_scope")
    assert error["details"] == {"scope": "links:create"}


def test_a_test_key_lets_test_users_in_only(api, alice, tess):  # noqa: F811
    tester = Server(key_of("app", is_test=True))
    assert ask(tester, user_id="tess").status_code == 201
    assert Link.objects.get().is_test
    refused(ask(tester), 400, "wrong_mode")
    refused(ask(api, user_id="tess"), 400, "wrong_mode")


def test_an_app_names_its_own_addresses(alice):
    other = Server(key_of("other"))
    refused(ask(other), 400, "return_url_not_allowed")


def test_without_a_key_the_page_stays_on_this_machine(client, alice, settings):
    settings.API_REQUIRE_KEY = False
    local = Server(None)
    assert ask(local, return_url="http://127.0.0.1:3000/done").status_code == 201
    refused(ask(local), 400, "return_url_not_allowed")
    refused(
        ask(local, return_url="http://localhost@evil.example/"),
        400,
        ("return_url_not_allowed"),
    )


GOOD = [
    "https://shop.example/done",
    "https://shop.example:8443/done?a=b",
    "http://localhost:3000/",
    "http://[::1]/x",
    "com.example.shop:/coins",
]


@pytest.mark.parametrize("url", GOOD)
def test_an_admin_may_set(url):
    assert clean_return_urls([url, f" {url} ", ""]) == [url]


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/done",
        "javascript:alert(1)",
        "data:text/html,x",
        "//shop.example/",
        "/done",
        "https:///done",
        "https://shop.example/#x",
        "https://me@shop.example/",
        "https://shop.example\\@evil.example/",
        "https://shop.example/ x",
        "https://shop.example:99999/",
        "https://shop.example/?status=created",
        "https://shöp.example/",
        "https://shop.example/" + "x" * 500,
    ],
)
def test_an_admin_may_not_set(url):
    with pytest.raises(InvalidReturnUrl):
        clean_return_urls([url])


def test_links_that_are_long_over_are_forgotten(api, alice):
    for _ in range(2):
        ask(api)
    later = timezone.now() + links.KEPT + timedelta(minutes=2)
    with time_machine.travel(later):
        ask(api)
    assert Link.objects.count() == 1


@pytest.mark.parametrize("url", addresses.NEXT)
def test_a_page_leads_to_no_other_site(api, alice, url):
    refused(ask(api, return_url=url), 400, "return_url_not_allowed")
