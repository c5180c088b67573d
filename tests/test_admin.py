"""The Django admin: who sees what, money read-only, moves on many requests."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.conftest import submitted
from tests.test_test_mode import tess, trial  # noqa: F401 (fixtures)
from wallet.ledger import balance
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal, Note, StatusChange, UPIHandle
from withdrawals.states import Status

LIST = "/admin/withdrawals/coinwithdrawal/"


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(user: User, action: str, *requests: CoinWithdrawal, **values: object):
    """Choose an action for some requests in the list, or send its page in between."""
    chosen = {"action": action, "_selected_action": [str(r.pk) for r in requests]}
    data = chosen | ({"apply": "x"} if values else {"index": "0"}) | values
    return as_user(user).post(LIST, data, follow=True)


def versions(*requests: CoinWithdrawal) -> dict[str, object]:
    return {f"{request.pk}-version": request.version for request in requests}


def told(response) -> str:
    return "; ".join(str(message) for message in response.context["messages"])


def status(request: CoinWithdrawal) -> str:
    return CoinWithdrawal.objects.get(pk=request.pk).status


def test_stranger_signs_in_at_the_one_login(client, db):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"


def test_login_leads_to_the_admin(client, ada):
    sent = {"username": "ada", "password": "demo", "next": "/admin/"}
    response = client.post("/accounts/login/", sent, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert client.get("/admin/login/").url == "/admin/"


def test_selected_requests_cannot_be_deleted(ada, pending):
    act(ada, "delete_selected", pending, post="yes")
    assert status(pending) == Status.PENDING


def test_request_shows_its_history_and_notes(asha, completed):
    page = as_user(asha).get(f"{LIST}{completed.pk}/change/").content.decode()
    assert completed.utr in page
    assert page.count("meera") >= 2
    assert not re.search(r'<(input|textarea|select)[^>]*name="(utr|admin_notes)', page)


@pytest.mark.parametrize("model", [StatusChange, Note])
def test_history_has_no_pages_of_its_own(ada, model):
    assert (
        as_user(ada).get(f"/admin/withdrawals/{model._meta.model_name}/").status_code
        == 404
    )


@pytest.mark.parametrize("column", ["reference", "user_id", "upi_id", "utr"])
def test_search_is_for_a_whole_value(asha, completed, column):
    value = getattr(completed, column)
    for typed, found in {value: 1, f" {value.lower()} ": 1, value[:-1]: 0}.items():
        response = as_user(asha).get(LIST, {"q": typed})
        assert response.context["cl"].result_count == found


@pytest.mark.parametrize("is_test", [True, False])
def test_tests_are_listed_apart_from_payments(asha, trial, pending, is_test):  # noqa: F811
    page = as_user(asha).get(LIST, {"is_test__exact": int(is_test)})
    shown = page.content.decode()
    assert (trial.reference in shown, pending.reference in shown) == (
        (True, False) if is_test else (False, True)
    )


def test_list_takes_few_queries(asha, request_in, django_assert_max_num_queries):
    for each in (Status.PENDING, Status.CANCELLED, Status.FAILED):
        request_in(each)
    client = as_user(asha)
    with django_assert_max_num_queries(7):
        client.get(LIST)


ACTIONS = {
    "rita": {"start", "fail"},
    "pavan": {"complete", "fail"},
    "asha": set(),
    "ada": {"start", "complete", "fail"},
}


@pytest.mark.parametrize("name", ACTIONS)
def test_each_role_has_its_actions(request, pending, name):
    page = as_user(request.getfixturevalue(name)).get(LIST).content.decode()
    offered = {each for each in ACTIONS["ada"] if f'<option value="{each}"' in page}
    assert offered == ACTIONS[name]


@pytest.mark.parametrize("action", ["start", "complete", "fail"])
def test_auditor_cannot_act(asha, pending, action):
    sent = {f"{pending.pk}-utr": "632600000001", "reason": "No"}
    act(asha, action, pending, **sent, **versions(pending))
    assert status(pending) == Status.PENDING


def test_start_tells_what_was_started_and_what_not(rita, pending, processing):
    response = act(rita, "start", pending, processing)
    assert told(response) == (
        f"1 started, 1 not: {processing.reference} is already processing"
    )
    assert CoinWithdrawal.objects.get(pk=pending.pk).started_by == "rita"


def test_complete_asks_for_each_transaction_id(pavan, processing, pending):
    response = act(pavan, "complete", processing, pending)
    assert told(response) == (
        f"0 completed, 1 not: {pending.reference} is still pending"
    )
    page = response.content.decode()
    assert f'name="{processing.pk}-utr"' in page
    assert str(pending.pk) not in page
    utr = {f"{processing.pk}-utr": " 632600000001 "}
    response = act(pavan, "complete", processing, **utr, **versions(processing))
    assert told(response) == "1 completed"
    assert CoinWithdrawal.objects.get(pk=processing.pk).utr == "632600000001"


@pytest.mark.parametrize(
    ("utr", "error"),
    [
        ("", "Enter the transaction ID of this payment"),
        ("12 34", "A transaction ID has 6 to 35 letters and digits"),
        ("<b>bold", "A transaction ID has 6 to 35 letters and digits"),
    ],
)
def test_wrong_transaction_id_keeps_the_page(pavan, processing, utr, error):
    sent = {f"{processing.pk}-utr": utr} | versions(processing)
    page = act(pavan, "complete", processing, **sent).content.decode()
    assert error in page
    assert status(processing) == Status.PROCESSING


def test_used_transaction_id_names_the_other_request(pavan, completed, processing):
    sent = {f"{processing.pk}-utr": completed.utr} | versions(processing)
    response = act(pavan, "complete", processing, **sent)
    assert f"Used for {completed.reference} already" in response.content.decode()
    assert told(response) == ""


def test_fail_asks_for_a_reason_and_refunds(rita, pending):
    assert "go back to its user" in act(rita, "fail", pending).content.decode()
    page = act(rita, "fail", pending, reason=" ", **versions(pending))
    assert "Enter the reason" in page.content.decode()
    before = balance("alice")
    response = act(rita, "fail", pending, reason="Wrong name", **versions(pending))
    assert told(response) == "1 failed, the coins are back"
    assert balance("alice") == before + 500


def test_stale_page_fails_nothing(meera, pending):
    seen = versions(pending)
    transitions.start(pending.id, actor=Actor.staff(meera))
    response = act(meera, "fail", pending, reason="Wrong name", **seen)
    assert told(response).endswith(f"{pending.reference} was changed meanwhile")
    assert status(pending) == Status.PROCESSING


def test_right_to_review_fails_no_payment(rita, processing):
    sent = versions(processing) | {"reason": "Wrong name"}
    response = act(rita, "fail", processing, **sent)
    assert "needs the right to complete, fail or reverse" in told(response)
    assert status(processing) == Status.PROCESSING


def test_pages_hold_nothing_inline(ada, processing):
    client = as_user(ada)
    pages = [
        client.get(LIST),
        client.get(f"{LIST}{processing.pk}/change/"),
        act(ada, "complete", processing),
        act(ada, "fail", processing),
    ]
    for page in pages:
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        html = page.content.decode()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", html)
        assert not re.search(r"<script(?![^>]*\b(src|type=.application/json))", html)


def test_wrong_handle_is_explained(ada):
    sent = {"handle": "new.bank"}
    response = as_user(ada).post("/admin/withdrawals/upihandle/add/", sent)
    assert response.context["adminform"].form.errors["handle"] == [
        "Enter 2 to 64 letters and digits, a letter first: okhdfcbank"
    ]


def test_handle_keeps_its_name(ada):
    sent = {"handle": "other", "provider": "A Bank"}
    as_user(ada).post("/admin/withdrawals/upihandle/ybl/change/", sent)
    ybl = UPIHandle.objects.get(handle="ybl")
    assert (ybl.provider, ybl.active) == ("A Bank", False)
    assert not UPIHandle.objects.filter(handle="other").exists()


def test_more_than_a_page_of_requests_is_listed_without_a_count(
    asha, alice, monkeypatch
):
    monkeypatch.setattr("wallet.admin.MOST_LISTED", 2)
    for _ in range(3):
        submitted(coins=100)
    assert as_user(asha).get(LIST).context["cl"].result_count == 2


@pytest.mark.parametrize("action", ["start", "complete", "fail"])
def test_more_than_one_page_of_requests_is_refused_whole(
    monkeypatch, alice, ada, action
):
    monkeypatch.setattr("withdrawals.admin_actions.MOST", 2)
    requests = [submitted(coins=100) for _ in range(3)]
    response = act(ada, action, *requests)
    assert told(response) == "Nothing was done: choose at most 2 requests."
    assert {status(each) for each in requests} == {Status.PENDING}
