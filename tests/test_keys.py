"""Apps and their keys: what one opens, how long, from where, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from tests.api import ADDRESSES, MAKER, PATH, Server, key_of, refused
from tests.everything import nothing_changes
from wallet import clock
from withdrawals.integrations import keys, lookup
from withdrawals.integrations.exceptions import (
    InvalidApp,
    InvalidExpiry,
    InvalidNetwork,
    InvalidScopes,
    KeyEnded,
    NameTaken,
    TooManyKeys,
)
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.models import ApiKey, App
from withdrawals.integrations.networks import clean_networks, holds
from withdrawals.integrations.scopes import Scope
from withdrawals.models import AuditEntry

READS = Grant(False, [Scope.WITHDRAWALS_READ])
DAY = timedelta(days=1)
NEEDS = {
    "withdraw": "withdrawals:create",
    "history": "withdrawals:read",
    "details": "withdrawals:read",
    "cancel": "withdrawals:cancel",
}


@pytest.fixture
def shop(db) -> App:
    return keys.create_app("shop", "Rewards shop", actor=MAKER)


def made(app: App, grant: Grant = READS) -> Any:
    return keys.create_key(app, grant, actor=MAKER)


def status(key: Any, **headers: Any) -> int:
    response = Server(str(key)).client.get(
        ADDRESSES["history"], {"user_id": "alice"}, **headers
    )
    return int(response.status_code)


def send(address: str, key: str) -> Any:
    server = Server(key)
    if address in ("withdraw", "cancel"):
        return server.post(ADDRESSES[address], {})
    return server.client.get(ADDRESSES[address])


def test_a_key_is_kept_as_its_digest_alone(shop):
    new = made(shop)
    kept = "".join(map(str, ApiKey.objects.values_list().get()))
    assert new.text.digest in kept
    assert new.text.secret not in kept
    told = AuditEntry.objects.get(act="key_created")
    assert told.details["key"] == str(new.key) == f"cw_live_{new.text.public_id[:4]}…"


@pytest.mark.parametrize(("address", "scope"), NEEDS.items())
def test_without_its_scope_nothing_is_done(db, alice, address, scope):
    others = [each for each in Scope.values if each != scope]
    with nothing_changes():
        error = refused(send(address, key_of(scopes=others)), 403, "missing_scope")
    assert error["details"] == {"scope": scope}


@pytest.mark.parametrize(("address", "scope"), NEEDS.items())
def test_the_one_scope_is_enough(db, alice, address, scope):
    assert (
        send(address, key_of(scopes=[scope])).status_code == 400
    )  # a field is missing


def test_a_key_works_until_the_moment_it_expires(shop):
    now = clock.now()
    key = made(shop, Grant(False, READS.scopes, expires_at=now + DAY)).text
    with time_machine.travel(now + DAY - timedelta(seconds=1), tick=False):
        assert status(key) == 200
    with time_machine.travel(now + DAY, tick=False):
        assert status(key) == 401


def test_a_revoked_key_is_refused_at_the_next_call(shop):
    new = made(shop)
    assert status(new.text) == 200
    keys.revoke_key(new.key, actor=MAKER)
    assert status(new.text) == 401
    with pytest.raises(KeyEnded):
        keys.revoke_key(new.key, actor=MAKER)


def test_every_key_that_is_not_good_gets_the_same_answer(shop):
    revoked, expired = made(shop), made(shop)
    keys.revoke_key(revoked.key, actor=MAKER)
    ApiKey.objects.filter(pk=expired.key.pk).update(expires_at=clock.now())
    unknown = "cw_live_nobodysKey00_" + "x" * 43
    answers = {
        Server(str(key)).history(user_id="alice").content
        for key in (revoked.text, expired.text, unknown, "no key")
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("networks", "address", "expected"),
    [
        ([], "198.51.100.7", 200),
        (["198.51.100.7"], "198.51.100.7", 200),
        (["198.51.100.7"], "198.51.100.8", 403),
        (["198.51.100.0/24", "2001:db8::/32"], "198.51.100.255", 200),
        (["198.51.100.0/24", "2001:db8::/32"], "2001:db8:1::1", 200),
        (["198.51.100.0/24", "2001:db8::/32"], "2001:db9::1", 403),
        (["198.51.100.0/24"], "::ffff:198.51.100.9", 200),
        (["0.0.0.0/0"], "2001:db8::1", 403),
        (["198.51.100.0/24"], "", 403),
        (["198.51.100.0/24"], "unix:", 403),
    ],
)
def test_a_key_works_from_its_networks(shop, networks, address, expected):
    key = made(shop, Grant(False, READS.scopes, networks)).text
    assert status(key, REMOTE_ADDR=address) == expected


def test_a_forwarded_address_counts_behind_our_proxy_only(shop, settings):
    key = made(shop, Grant(False, READS.scopes, ["198.51.100.7"])).text
    claim = {"HTTP_X_FORWARDED_FOR": "198.51.100.7", "REMOTE_ADDR": "10.0.0.1"}
    assert status(key, **claim) == 403
    settings.BEHIND_PROXY = True
    assert status(key, **claim) == 200


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "1.2.3.4/33", "10.0.0.1/8", "٣.1.1.1"]
)
def test_a_text_that_is_no_network_is_refused(shop, text):
    with pytest.raises(InvalidNetwork, match="is no network"):
        made(shop, Grant(False, READS.scopes, [text]))


def test_the_networks_of_a_key_are_counted():
    assert holds([], "anything")
    with pytest.raises(InvalidNetwork, match="at most 50"):
        clean_networks(f"10.0.0.{n}" for n in range(51))


@pytest.mark.parametrize("scopes", [[], ["withdrawals:write"], ["read", "coins:read"]])
def test_a_key_has_scopes_that_there_are(shop, scopes):
    with pytest.raises(InvalidScopes):
        made(shop, Grant(False, scopes))


def test_a_key_that_has_expired_is_not_made(shop):
    with pytest.raises(InvalidExpiry):
        made(shop, Grant(False, READS.scopes, expires_at=clock.now()))


@pytest.mark.parametrize("name", ["", "a b", "x" * 101, "é", "local", "a/b", "a\n"])
def test_an_app_has_a_plain_name(db, name):
    with pytest.raises(InvalidApp):
        keys.create_app(name, actor=MAKER)


def test_the_name_of_an_app_is_taken_once(shop):
    with pytest.raises(NameTaken):
        keys.create_app("shop", actor=MAKER)


def test_two_keys_of_each_mode_work_and_no_third(shop):
    for is_test in (False, True):
        for _ in range(2):
            made(shop, Grant(is_test, READS.scopes))
        with pytest.raises(TooManyKeys, match="at most 2"):
            made(shop, Grant(is_test, READS.scopes))
    assert shop.keys.count() == 4


@pytest.mark.parametrize("way", ["revoked", "expired"])
def test_a_key_that_ended_makes_room(shop, way):
    first = made(shop, Grant(False, READS.scopes, expires_at=clock.now() + DAY))
    made(shop)
    if way == "revoked":
        keys.revoke_key(first.key, actor=MAKER)
    with time_machine.travel(clock.now() + 2 * DAY):
        assert status(made(shop).text) == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_at_once_two_are_made():
    app = keys.create_app("shop", actor=MAKER)

    def make(_: int) -> bool:
        try:
            made(app)
        except TooManyKeys:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(make, range(8))) == 2
    assert app.keys.count() == 2


def test_the_database_has_room_for_two(shop):
    one, two = made(shop).key, made(shop).key
    again = {"app": shop, "is_test": False, "scopes": [], "digest": "", "slot": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(public_id="third", **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(public_id="third", **again | {"slot": 3})
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=one.pk).update(slot=None)
    assert two.works


def test_a_replaced_key_works_on_for_a_while(shop):
    old = made(shop, Grant(False, READS.scopes, ["127.0.0.1"], clock.now() + 30 * DAY))
    new = keys.rotate_key(old.key, keep=DAY, actor=MAKER)
    assert (new.key.scopes, new.key.networks) == (old.key.scopes, old.key.networks)
    assert status(old.text) == status(new.text) == 200
    with time_machine.travel(clock.now() + DAY):
        assert (status(old.text), status(new.text)) == (401, 200)
        assert new.key.expires_at
        assert new.key.expires_at > clock.now() + 28 * DAY


def test_a_replaced_key_may_end_at_once(shop):
    made(shop)
    old = made(shop)
    new = keys.rotate_key(old.key, keep=timedelta(0), actor=MAKER)
    assert (status(old.text), status(new.text)) == (401, 200)


def test_a_key_is_not_replaced_beside_two_that_work(shop):
    one = made(shop)
    made(shop)
    with pytest.raises(TooManyKeys):
        keys.rotate_key(one.key, keep=DAY, actor=MAKER)
    assert ApiKey.objects.get(pk=one.key.pk).expires_at is None


def test_a_key_that_ended_is_not_replaced(shop):
    key = made(shop).key
    keys.revoke_key(key, actor=MAKER)
    with pytest.raises(KeyEnded):
        keys.rotate_key(key, keep=DAY, actor=MAKER)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE integrations_apikey SET digest = '0'",
        "UPDATE integrations_apikey SET scopes = '[]'",
        "UPDATE integrations_apikey SET networks = '[]'",
        "UPDATE integrations_apikey SET is_test = NOT is_test",
        "UPDATE integrations_apikey SET revoked_at = NULL",
        "UPDATE integrations_apikey SET expires_at = NULL",
        "UPDATE integrations_apikey SET slot = 1",
        "DELETE FROM integrations_apikey",
        "UPDATE integrations_app SET name = 'other'",
        "DELETE FROM integrations_app",
    ],
)
def test_the_database_lets_no_key_grow(shop, change):
    key = made(shop, Grant(False, READS.scopes, ["10.0.0.1"], clock.now() + DAY)).key
    keys.revoke_key(key, actor=MAKER)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_last_use_is_kept_once_a_minute(shop):
    new, start = made(shop), clock.now()
    for seconds, expected in ((0, 0), (59, 0), (60, 60), (90, 60), (300, 300)):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            assert status(new.text) == 200
        used = ApiKey.objects.get(pk=new.key.pk).last_used_at
        assert used
        assert round((used - start).total_seconds()) == expected


def test_a_call_goes_on_where_its_last_use_cannot_be_kept(shop, monkeypatch):
    new = made(shop)
    monkeypatch.setattr(ApiKey.objects, "filter", _broken_update)
    lookup.note_use(new.key)


def _broken_update(*args: Any, **filters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE no_such_table SET x = 1")


@pytest.mark.parametrize(
    "name", ["key", "api_key", "apikey", "token", "access_token", "KEY"]
)
@pytest.mark.parametrize("has_header", [True, False])
def test_a_key_in_the_address_is_refused(api, alice, name, has_header):
    server = api if has_header else Server(None)
    with nothing_changes():
        response = server.post(f"{PATH}?{name}=x", {"user_id": "alice"})
    error = refused(response, 400, "key_in_url")
    assert error["field"] == name.lower()
