"""Every address by every method for every role, as tests/access.py says."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from outbox.models import Job, JobState
from tests.access import BOTH, METHODS, ROLES, ROWS, Row
from tests.api import APP_KEY, let_in
from tests.conftest import staff
from tests.everything import nothing_changes
from wallet.models import CoinTransaction
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.integrations.models import ApiKey, App
from withdrawals.models import CannedText, CoinWithdrawal
from withdrawals.notifications import signing
from withdrawals.notifications.models import TEST, Endpoint, Message
from withdrawals.portal.bulk.models import BulkRun
from withdrawals.portal.models import SavedView
from withdrawals.states import Status

# Rights do not depend on the database: one will do.
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="run on SQLite")

EVERYBODY = (*ROLES, BOTH)
LETTERS = {
    **{200: "o", 201: "o", 401: "k", 403: ".", 404: "0", 405: "m", 422: "!"},
    **{301: ">", 302: ">"},
}
DONE = {"o", ">"}  # every other answer leaves everything as it was
LOGIN = re.compile(r"/(accounts|admin)/login/\?next=|/accounts/login/$")
HELD = {  # one of each of the admin's tables
    "admin/wallet/usercoins": lambda: "alice",
    "admin/wallet/cointransaction": lambda: CoinTransaction.objects.latest("id").pk,
    "admin/withdrawals/coinwithdrawal": lambda: CoinWithdrawal.objects.get().pk,
    "admin/withdrawals/cannedtext": lambda: CannedText.objects.all()[0].pk,
    "admin/withdrawals/upihandle": lambda: "ybl",
    "admin/auth/user": lambda: User.objects.get(username="bob").pk,
    "admin/auth/group": lambda: Group.objects.get(name="Payers").pk,
    "admin/r": lambda: CoinWithdrawal.objects.get().pk,
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route


def test_every_address_has_its_row_and_every_row_its_address():
    assert set(patterns(get_resolver())) == set(ROWS)


@pytest.fixture
def clients(alice, bob, rita, pavan, meera, asha, ada):
    """A browser for each role; the app's server sends its key."""
    let_in()
    SavedView.objects.create(owner=rita, name="Late", query="tab=late", is_shared=True)
    BulkRun.objects.create(act="start", actor="rita")
    told()
    clients = {role: Client(raise_request_exception=False) for role in EVERYBODY}
    for person in (alice, bob, staff("clerk"), rita, pavan, meera, asha, ada):
        clients[person.username].force_login(person)
    clients["app"].defaults["HTTP_AUTHORIZATION"] = f"Bearer {APP_KEY}"
    return clients


def told() -> None:
    """A webhook of the app, which was sent one event, and a dead job."""
    Message.objects.create(
        endpoint=Endpoint.objects.create(
            app=App.objects.get(name="app"),
            is_test=False,
            url="https://example.com/",
            events=[],
            secret=signing.seal(signing.new_secret()),
            created_by="tests",
        ),
        event_id="evt_1",
        event=TEST,
        subject="1",
        sequence=1,
        payload="{}",
    )
    Job.objects.create(kind="mail", state=JobState.DEAD)


@pytest.fixture
def alices(request_in, rita):
    """A request of hers in that status; rita starts what is processing."""

    def make(status: Status) -> Any:
        if status != Status.PROCESSING:
            return request_in(status)
        pending = request_in(Status.PENDING)
        return transitions.start(pending.id, actor=Actor.staff(rita)).withdrawal

    return make


def url_of(pattern: str, withdrawal: CoinWithdrawal) -> str:
    """An address of the pattern, for something that there is."""
    values = {
        "withdrawal_id": withdrawal.pk,
        "view_id": SavedView.objects.get().pk,
        "run_id": BulkRun.objects.get().pk,
        "app_id": App.objects.get().pk,
        "key_id": ApiKey.objects.get().pk,
        "endpoint_id": Endpoint.objects.get().pk,
        "message_id": Message.objects.get().pk,
        "job_id": Job.objects.get(state=JobState.DEAD).pk,
        "content_type_id": ContentType.objects.get_for_model(CoinWithdrawal).pk,
        "app_label": "withdrawals",
        "colour": "7a1fa2",
        "rest": "nowhere",
        "url": "nowhere/",
    }
    values["object_id"] = values["id"] = HELD.get(pattern.partition("/<")[0], str)()
    plain = re.sub(r"\(\?P(<\w+>)[^)]*\)|[$^]", r"\1", pattern)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(values[name[1]]), plain)


def answer(client: Client, method: str, url: str, row: Row, request: Any) -> str:
    """How the address answers; what was done is taken back."""
    cookies = copy.deepcopy(client.cookies)
    facts = facts_of(request)
    with transaction.atomic():
        response = client.generic(method, url, **_sent(method, url, row, facts))
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.has_header("Location") and LOGIN.match(response["Location"]):
        return "L"
    return LETTERS.get(response.status_code, str(response.status_code))


def facts_of(request: CoinWithdrawal) -> dict[str, Any]:
    """What a row's query and fields may name."""
    webhook = Endpoint.objects.get().pk
    facts = {"webhook": webhook, "delivery": Message.objects.get().pk}
    return facts | {"id": request.pk, "version": request.version}


def _sent(method: str, url: str, row: Row, facts: dict[str, Any]) -> dict[str, Any]:
    if method != "POST":
        return {"QUERY_STRING": row.query.format(**facts)}
    sends = {
        name: value.format(**facts) if isinstance(value, str) else value
        for name, value in row.sends.items()
    }
    if url.startswith("/api/"):
        return {"data": json.dumps(sends), "content_type": "application/json"}
    form = "application/x-www-form-urlencoded"
    return {"data": urlencode(sends), "content_type": form}


def accounts() -> list[Any]:
    """Whoever can sign in, and what they may."""
    groups = Group.objects.order_by("id").values_list("name", "permissions")
    people = User.objects.order_by("id").values_list("username", "password", "groups")
    return [*groups, *people]


@pytest.mark.parametrize("pattern", ROWS)
def test_address_answers_as_the_table_says(clients, alices, pattern):
    row = ROWS[pattern]
    request = alices(row.on)
    url = url_of(pattern, request)
    cells = {(method, role) for method in METHODS for role in EVERYBODY}
    done = {cell for cell in cells if row.answer(*cell) in DONE}
    expected = {cell: row.answer(*cell) for cell in cells}
    before = accounts()
    with nothing_changes():
        found = {
            (method, role): answer(clients[role], method, url, row, request)
            for method, role in sorted(cells - done)
        }
    found |= {
        (method, role): answer(clients[role], method, url, row, request)
        for method, role in sorted(done)
    }
    assert found == expected
    assert accounts() == before


RIGHTS = {
    "the role": lambda user: user.groups.clear(),
    "the staff status": lambda user: User.objects.update(is_staff=False),
    "the account": lambda user: User.objects.update(is_active=False),
    "a permission of the role": lambda user: Permission.objects.filter(
        codename="view_coinwithdrawal"
    ).delete(),
}


@pytest.mark.parametrize("take_away", RIGHTS.values(), ids=RIGHTS)
@pytest.mark.parametrize("url", ["/portal/", "/admin/withdrawals/coinwithdrawal/"])
def test_right_that_is_taken_away_is_gone_at_once(client, rita, take_away, url):
    client.force_login(rita)
    assert client.get(url).status_code == 200
    take_away(rita)
    assert client.get(url).status_code in (302, 403)


def test_button_of_a_role_that_is_taken_away_does_nothing(client, rita, pending):
    client.force_login(rita)
    rita.groups.clear()
    with nothing_changes():
        response = client.post(f"/portal/requests/{pending.id}/start/", {"version": 1})
    assert LOGIN.match(response.url)


def test_role_that_is_given_counts_from_the_next_login(client, pending):
    clerk = staff("clerk")
    client.force_login(clerk)
    assert client.get("/portal/").status_code == 403
    clerk.groups.add(Group.objects.get(name="Auditors"))
    assert LOGIN.match(client.get("/portal/").url)
    client.force_login(User.objects.get(pk=clerk.pk))
    assert client.get("/portal/").status_code == 200
