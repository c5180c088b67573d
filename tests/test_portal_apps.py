"""Apps and their keys in the portal, for admins."""

import re
import time
from datetime import timedelta

import pytest
import time_machine

from tests.api import MAKER, Server
from tests.queue_page import html
from withdrawals.integrations import keys
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.models import ApiKey, App
from withdrawals.models import AuditEntry

KEY = re.compile(r"cw_(?:live|test)_\w{12}_\w{43}")
ASKED = {"mode": "live", "scopes": ["withdrawals:read"], "days": "90"}


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def shop(db) -> App:
    return keys.create_app("shop", "Rewards shop", actor=MAKER)


@pytest.fixture
def key(shop) -> ApiKey:
    return keys.create_key(shop, Grant(False, ["coins:read"]), actor=MAKER).key


def test_an_app_is_made(admin):
    page = admin.post("/portal/apps/new/", {"name": "shop"}, follow=True)
    assert "The app shop is made." in html(page)
    assert "shop" in html(admin.get("/portal/apps/"))
    assert AuditEntry.objects.get(act="app_created").actor == "ada"


@pytest.mark.parametrize("name", ["", "a b", "local", "shop"])
def test_a_name_that_cannot_be_is_told(admin, shop, name):
    page = admin.post("/portal/apps/new/", {"name": name})
    assert page.status_code == 422
    assert "Error: " in html(page)


def test_a_key_is_shown_once_and_works(admin, shop, alice):
    page = admin.post(f"/portal/apps/{shop.id}/keys/new/", ASKED)
    [text] = set(KEY.findall(html(page)))
    assert Server(text).history(user_id="alice").status_code == 200
    assert "no-store" in page["Cache-Control"]
    later = html(admin.get(f"/portal/apps/{shop.id}/"))
    assert KEY.findall(later) == []
    assert text[:12] in later


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scopes": []}, "Choose what the key may do."),
        ({"networks": "10.0.0.1/8"}, "is no network such as"),
        ({"mode": "other"}, "Error: "),
    ],
)
def test_a_key_that_cannot_be_is_told(admin, shop, change, words):
    page = admin.post(f"/portal/apps/{shop.id}/keys/new/", ASKED | change)
    assert page.status_code == 422
    assert words in html(page)
    assert not ApiKey.objects.exists()


def test_a_third_key_is_refused(admin, shop, key):
    address = f"/portal/apps/{shop.id}/keys/new/"
    admin.post(address, ASKED)
    page = admin.post(address, ASKED)
    assert "An app has at most 2 live keys that work" in html(page)


def test_a_key_is_replaced(admin, shop, key):
    address = f"/portal/apps/{shop.id}/keys/{key.id}/rotate/"
    page = html(admin.post(address, {"keep": "1"}))
    assert len(set(KEY.findall(page))) == 1
    assert f"{key} works until" in page
    key.refresh_from_db()
    assert key.expires_at and key.expires_at - timedelta(hours=1) > key.created_at


def test_a_key_is_revoked(admin, shop, key):
    address = f"/portal/apps/{shop.id}/keys/{key.id}/revoke/"
    page = html(admin.post(address, follow=True))
    assert f"{key} is revoked." in page
    assert "Revoked by ada" in page
    assert "is revoked already." in html(admin.post(address, follow=True))


def test_the_key_of_another_app_is_not_found(admin, shop, key):
    other = keys.create_app("other", actor=MAKER)
    for act in ("rotate", "revoke"):
        address = f"/portal/apps/{other.id}/keys/{key.id}/{act}/"
        assert admin.post(address, {"keep": "0"}).status_code == 404
    assert ApiKey.objects.get(pk=key.pk).works


def test_a_key_needs_a_fresh_proof(admin, shop):
    with time_machine.travel(time.time() + 6 * 60, tick=False):
        answer = admin.post(f"/portal/apps/{shop.id}/keys/new/", ASKED)
    assert answer.status_code == 302 and "/accounts/prove/" in answer["Location"]
    assert not ApiKey.objects.exists()


def test_what_keys_did_with_money_is_shown(admin, shop, alice):
    new = keys.create_key(shop, Grant(False, ["withdrawals:create"]), actor=MAKER)
    Server(str(new.text)).withdraw(amount=1)
    page = html(admin.get(f"/portal/apps/{shop.id}/"))
    assert "amount_out_of_range" in page and "user_id=&#x27;alice&#x27;" in page


def test_others_see_no_way_to_the_apps(client, meera, ada):
    for person, there in ((meera, False), (ada, True)):
        client.force_login(person)
        assert ("/portal/apps/" in html(client.get("/portal/"))) is there


LOOK = {
    "title": "Shop",
    "colour": "#7A1FA2",
    "return_urls": "https://shop.example/a\nhttps://shop.example/b\n",
}


def test_the_hosted_page_gets_its_look(admin, shop):
    page = admin.post(f"/portal/apps/{shop.id}/look/", LOOK, follow=True)
    assert "The hosted page is changed." in html(page)
    shop.refresh_from_db()
    assert (shop.title, shop.colour) == ("Shop", "#7a1fa2")
    assert shop.return_urls == ["https://shop.example/a", "https://shop.example/b"]
    entry = AuditEntry.objects.get(act="app_changed")
    assert (entry.actor, entry.details["colour"]) == ("ada", "#7a1fa2")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": ""}, "Choose a colour."),
        ({"colour": "red"}, "A colour is # and six digits"),
        ({"return_urls": "http://shop.example/"}, "is neither https://"),
        ({"return_urls": "https://shop.example/#x"}, "holds a name, a #"),
        ({"title": "a\u202eb"}, "A title is at most"),
    ],
)
def test_a_look_that_cannot_be_is_told(admin, shop, change, words):
    page = admin.post(f"/portal/apps/{shop.id}/look/", LOOK | change)
    assert page.status_code == 422
    assert words in html(page)
    assert not AuditEntry.objects.filter(act="app_changed").exists()
