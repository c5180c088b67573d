"""The door of the staff portal: who may come to which address, and do what there."""

import uuid
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import staff
from tests.everything import nothing_changes
from wallet.models import LedgerVerification
from withdrawals.portal.urls import urlpatterns
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED = Status.PENDING, Status.PROCESSING, Status.COMPLETED
UTR, WHY = {"utr": "512345678901"}, {"reason": "Back from the bank"}
REJECT = {"reason": "Suspected misuse"}
PAGES = ["queue", "users", "request"]

# Each button: the status it stands on, what is typed, and who may press it.
ACTS = [
    ("start", PENDING, {}, {"rita", "meera", "ada"}),
    ("release", PROCESSING, WHY, {"meera", "ada"}),  # meera started it
    ("complete", PROCESSING, UTR, {"pavan", "meera", "ada"}),
    ("fail", PENDING, REJECT, {"rita", "meera", "ada"}),
    ("fail", PROCESSING, REJECT, {"pavan", "meera", "ada"}),
    ("reverse", COMPLETED, WHY, {"pavan", "meera", "ada"}),
    ("message", PENDING, {"message": "Soon"}, {"rita", "pavan", "meera", "ada"}),
    ("note", PENDING, {"note": "Called"}, {"rita", "pavan", "meera", "ada"}),
]
# For auditors and admins: the method, and what it answers.
LEDGER = [("ledger", "get", 200), ("check_ledger", "post", 302)]
NAMES = sorted({name for name, *_ in ACTS})
STAFF = ["rita", "pavan", "meera", "asha", "ada"]
HTMX = {"HX-Request": "true", "HX-Target": "request"}


def url_of(name, withdrawal_id):
    return reverse(f"portal:{name}", args=[] if name in PAGES[:2] else [withdrawal_id])


def come_as(client, who, request):
    """Sign in as the person of that name; "anonymous" and "clerk" are special."""
    if who == "clerk":
        client.force_login(staff("clerk"))
    elif who != "anonymous":
        client.force_login(request.getfixturevalue(who))


def test_every_address_has_a_row_in_the_tables():
    assert {pattern.name for pattern in urlpatterns} == {
        *PAGES,
        *NAMES,
        "audit",
        "reveal",
        *[name for name, *_ in LEDGER],
    }


@pytest.mark.parametrize("who", ["anonymous", "alice", "clerk", *STAFF])
@pytest.mark.parametrize(("name", "method", "status"), LEDGER)
def test_ledger_opens_for_auditors(client, request, db, name, method, status, who):
    come_as(client, who, request)
    response = getattr(client, method)(reverse(f"portal:{name}"))
    may = who in ("asha", "ada")
    assert response.status_code == (
        302 if who == "anonymous" else status if may else 403
    )
    assert LedgerVerification.objects.exists() == (may and method == "post")
    if who == "anonymous":
        assert response.url == "/accounts/login/?next=/portal/ledger/"


@pytest.mark.parametrize("who", STAFF)
def test_ledger_is_in_the_menu_of_those_who_may_open_it(client, request, db, who):
    come_as(client, who, request)
    page = client.get("/portal/").content.decode()
    assert ('href="/portal/ledger/"' in page) == (who in ("asha", "ada"))


@pytest.mark.parametrize(
    ("name", "method"), [("ledger", "post"), ("check_ledger", "get")]
)
def test_ledger_takes_one_method_each(client, asha, name, method):
    client.force_login(asha)
    response = getattr(client, method)(reverse(f"portal:{name}"))
    assert response.status_code == 405


def test_check_without_its_csrf_token_is_refused(asha):
    client = Client(enforce_csrf_checks=True)
    client.force_login(asha)
    with nothing_changes():
        assert client.post(reverse("portal:check_ledger")).status_code == 403


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 302),
        ("alice", 403),
        ("clerk", 403),
        *[(each, 200) for each in STAFF],
    ],
)
def test_pages_open_for_staff_who_may_see_requests(
    client, request, pending, page, who, status
):
    come_as(client, who, request)
    assert client.get(url_of(page, pending.id)).status_code == status


@pytest.mark.parametrize("who", ["anonymous", "alice", "clerk", *STAFF])
@pytest.mark.parametrize(("name", "status", "typed", "allowed"), ACTS)
def test_buttons_work_for_those_who_may(
    client, request, request_in, name, status, typed, allowed, who
):
    withdrawal = request_in(status)
    come_as(client, who, request)
    url = url_of(name, withdrawal.id)
    sent = typed | {"version": withdrawal.version}
    if who in allowed:
        page = reverse("portal:request", args=[withdrawal.id])
        assert client.post(url, sent).url == page
        return
    with nothing_changes():
        response = client.post(url, sent)
    assert response.status_code == (302 if who == "anonymous" else 403)


@pytest.mark.parametrize("name", PAGES)
def test_stranger_is_led_to_the_login_and_back(client, pending, name):
    url = url_of(name, pending.id) + "?tab=pay"
    login = client.get(url).url
    assert login == f"/accounts/login/?next={quote(url, safe='/')}"


@pytest.mark.parametrize("name", NAMES)
def test_button_of_an_ended_session_comes_back_to_the_page(client, pending, name):
    page = reverse("portal:request", args=[pending.id])
    assert client.post(url_of(name, pending.id)).url == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("name", [*PAGES, *NAMES])
def test_session_that_ended_leads_the_whole_page_to_the_login(client, pending, name):
    here = "http://testserver/portal/?tab=pay&q=WD2"
    headers = HTMX | {"HX-Current-URL": here}
    ask = client.get if name in PAGES else client.post
    response = ask(url_of(name, pending.id), headers=headers)
    assert response.status_code == 204
    assert response.content == b""
    back = quote("/portal/?tab=pay&q=WD2", safe="/")
    assert response["HX-Redirect"] == f"/accounts/login/?next={back}"


@pytest.mark.parametrize("here", ["https://evil.example/portal/", "http://[", "\\", ""])
def test_login_never_leads_to_another_site(client, db, here):
    headers = HTMX | {"HX-Current-URL": here}
    response = client.get("/portal/", headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=/portal/"


def test_page_that_the_browser_makes_up_does_no_harm(client, rita, pending):
    client.force_login(rita)
    headers = HTMX | {"HX-Current-URL": "http://["}
    sent = {"version": 1}
    url = url_of("start", pending.id)
    assert client.post(url, sent, headers=headers).status_code == 200
    headers["HX-Target"] = "queue"
    assert client.get("/portal/", headers=headers).status_code == 200


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_buttons_take_nothing_but_post(client, rita, pending, name, method):
    client.force_login(rita)
    ask = getattr(client, method)
    assert ask(url_of(name, pending.id)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_pages_take_no_post(client, rita, pending, name):
    client.force_login(rita)
    assert client.post(url_of(name, pending.id)).status_code == 405


@pytest.mark.parametrize("name", ["request", *NAMES])
def test_unknown_request_is_not_found(client, ada, name):
    client.force_login(ada)
    url = url_of(name, uuid.uuid4())
    sent = UTR | WHY | {"version": 1, "message": "Hello", "note": "Hello"}
    ask = client.get if name == "request" else client.post
    assert ask(url, sent).status_code == 404
    assert client.post(url, {}).status_code == (405 if name == "request" else 404)


@pytest.mark.parametrize("tail", ["null/", "1/", "%00/", "../../admin/", "-1/start/"])
def test_address_that_names_no_request_is_not_found(client, ada, tail):
    client.force_login(ada)
    assert client.get(f"/portal/requests/{tail}").status_code == 404


def test_closed_account_is_out_at_once(client, rita):
    client.force_login(rita)
    rita.is_active = False
    rita.save()
    assert client.get("/portal/").status_code == 302


def test_role_taken_away_is_gone_at_once(client, rita, pending):
    client.force_login(rita)
    rita.groups.clear()
    assert client.post(url_of("start", pending.id), {"version": 1}).status_code == 403


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("page", PAGES)
def test_answers_are_never_kept(client, rita, pending, page, headers):
    client.force_login(rita)
    response = client.get(url_of(page, pending.id), headers=headers)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert {"HX-Request", "HX-Target", "Cookie"} <= set(response["Vary"].split(", "))


def test_refused_act_is_never_kept(client, rita, pending):
    client.force_login(rita)
    response = client.post(url_of("note", pending.id), {"note": ""})
    assert response.status_code == 422
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_form_without_its_csrf_token_is_refused(rita, pending, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    with nothing_changes():
        response = client.post(url_of(name, pending.id), {"version": 1, "note": "x"})
    assert response.status_code == 403
