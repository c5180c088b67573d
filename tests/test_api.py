"""The four endpoints, as the apps that call them know them."""

import json
import logging
import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.api import APP_KEY, FORESEEN, NOBODY, PATH, refused
from tests.conftest import give, submitted
from tests.everything import nothing_changes
from wallet import clock, ledger
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.api import schemas
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import ActorKind, Status

MORNING = datetime(2026, 1, 9, 15, 30, 0, 987654, tzinfo=UTC)


def test_create_answers_as_specified(api, alice):
    with clock.at(MORNING):
        response = api.withdraw(upi_id="john@okhdfcbank")
    made = CoinWithdrawal.objects.get()
    assert response.status_code == 201
    assert response["Content-Type"] == "application/json"
    assert response.content.decode() == (
        '{"success":true,"message":"Withdrawal request submitted successfully. '
        'Admin will review and process your request.","data":{'
        f'"withdrawal_id":"{made.id}","amount":500,"rupees_amount":50.0,'
        '"upi_id":"john@okhdfcbank","status":"pending","remaining_coins":1500,'
        '"created_at":"2026-01-09T15:30:00Z"}}'
    )


def test_create_takes_the_coins_in_the_name_of_the_app(api, alice):
    api.withdraw(upi_id=" John@OKHDFCBank ")
    made = StatusChange.objects.get()
    assert ledger.balance("alice") == 1500
    assert (made.actor_kind, made.actor) == (ActorKind.APP, "app")
    assert made.withdrawal.upi_id == "john@okhdfcbank"


def test_history_answers_as_specified(api, alice, meera):
    boss = Actor.staff(meera)
    with clock.at(MORNING):
        paid = submitted()
        transitions.start(paid.id, actor=boss)
        transitions.complete(paid.id, utr="600000000001", actor=boss)
    with clock.at(MORNING.replace(day=10)):
        asked = submitted(coins=1000)
    response = api.history(user_id="alice", limit=10)
    assert response.status_code == 200
    assert response.content.decode() == (
        '{"success":true,"user_id":"alice","count":2,"data":['
        f'{{"id":"{asked.id}","amount":1000,"rupees_amount":100.0,'
        '"upi_id":"alice@okhdfcbank","status":"pending",'
        '"created_at":"2026-01-10T15:30:00Z","completed_at":null,'
        '"admin_notes":"Awaiting admin approval"},'
        f'{{"id":"{paid.id}","amount":500,"rupees_amount":50.0,'
        '"upi_id":"alice@okhdfcbank","status":"completed",'
        '"created_at":"2026-01-09T15:30:00Z","completed_at":"2026-01-09T15:30:00Z",'
        '"admin_notes":"Processed successfully"}]}'
    )


def test_history_is_the_users_alone_and_bounded(api, alice, bob):
    give("alice", 10_000)
    ids = [str(submitted(coins=100).id) for _ in range(4)]
    submitted("bob", 100)
    answer = api.history(user_id="alice", limit=3, unknown="ignored").json()
    assert [each["id"] for each in answer["data"]] == ids[:0:-1]
    assert answer["count"] == 3


def test_history_gives_fifty_unless_told(api, alice):
    give("alice", 10_000)
    for _ in range(51):
        submitted(coins=100)
    assert api.history(user_id="alice").json()["count"] == 50
    assert api.history(user_id="alice", limit=100).json()["count"] == 51


def test_history_is_one_query_with_the_keys(api, alice, django_assert_num_queries):
    for _ in range(5):
        submitted(coins=100)
    with django_assert_num_queries(FORESEEN):
        api.history(user_id="alice", status="pending")


@pytest.mark.parametrize("status", Status)
def test_history_filters_by_status(api, request_in, status):
    wanted = request_in(status)
    request_in(Status.PENDING if status != Status.PENDING else Status.CANCELLED)
    data = api.history(user_id="alice", status=status.value).json()["data"]
    assert [each["id"] for each in data] == [str(wanted.id)]


def test_history_of_a_stranger_is_empty(api):
    answer = api.history(user_id="nobody").json()
    assert answer == {"success": True, "user_id": "nobody", "count": 0, "data": []}


def test_details_answer_as_specified(api, alice):
    with clock.at(MORNING):
        asked = submitted()
    response = api.details(withdrawal_id=asked.id)
    assert response.status_code == 200
    assert response.content.decode() == (
        f'{{"success":true,"data":{{"id":"{asked.id}","user_id":"alice","amount":500,'
        '"rupees_amount":50.0,"upi_id":"alice@okhdfcbank","status":"pending",'
        '"created_at":"2026-01-09T15:30:00Z","completed_at":null,'
        '"admin_notes":"Awaiting admin approval","failure_reason":null}}'
    )


def test_details_tell_why_a_request_failed(api, request_in):
    failed = request_in(Status.FAILED)
    data = api.details(withdrawal_id=failed.id).json()["data"]
    assert data["failure_reason"] == "UPI ID not found"


def test_cancel_answers_as_specified(api, alice):
    asked = submitted()
    response = api.cancel(asked.id, reason="Changed my mind")
    assert response.status_code == 200
    assert response.content.decode() == (
        '{"success":true,"message":"Withdrawal cancelled and coins refunded","data":{'
        f'"withdrawal_id":"{asked.id}","status":"cancelled","refunded_coins":500,'
        '"remaining_coins":2000}}'
    )


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ({"reason": "Changed my mind"}, "Changed my mind"),
        ({}, "User requested cancellation"),
        ({"reason": None}, "User requested cancellation"),
        ({"reason": ""}, "User requested cancellation"),
    ],
)
def test_cancel_keeps_the_reason(api, pending, body, note):
    api.cancel(pending.id, **body)
    change = pending.status_changes.get(to_status=Status.CANCELLED)
    assert (change.actor, change.note) == ("app", note)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PENDING}))
def test_only_a_pending_request_can_be_cancelled(api, request_in, status):
    withdrawal = request_in(status)
    with nothing_changes():
        error = refused(api.cancel(withdrawal.id), 400, "not_pending")
    assert error["details"] == {"status": status}
    assert error["message"].startswith("Cannot cancel non-pending withdrawal")


def test_an_unknown_request_is_not_found(api, alice):
    with nothing_changes():
        refused(api.details(withdrawal_id=NOBODY), 404, "withdrawal_not_found")
        refused(api.cancel(NOBODY), 404, "withdrawal_not_found")


def test_the_request_of_another_user_is_not_found(api, pending, bob):
    of_bob = {"user_id": "bob"}
    with nothing_changes():
        refused(
            api.details(withdrawal_id=pending.id, **of_bob), 404, "withdrawal_not_found"
        )
        refused(api.cancel(pending.id, **of_bob), 404, "withdrawal_not_found")


def test_the_own_request_is_found(api, pending):
    of_alice = {"user_id": "alice"}
    assert api.details(withdrawal_id=pending.id, **of_alice).status_code == 200
    assert api.cancel(pending.id, **of_alice).status_code == 200


def test_an_insufficient_balance_tells_both_figures(api, alice):
    with nothing_changes():
        error = refused(api.withdraw(amount=2001), 400, "insufficient_balance")
    assert error["field"] == "amount"
    assert error["details"] == {"available": 2000, "asked": 2001}


def test_a_user_without_an_account_has_no_coins(api):
    error = refused(api.withdraw(user_id="nobody"), 400, "insufficient_balance")
    assert error["details"]["available"] == 0


def test_a_misspelt_handle_gets_a_suggestion(api, alice):
    error = refused(api.withdraw(upi_id="john@okhdfc"), 400, "invalid_upi_id")
    assert error["details"] == {"suggestion": "john@okhdfcbank"}
    assert error["message"].endswith("Did you mean john@okhdfcbank?")


def test_a_strange_handle_gets_none(api, alice):
    error = refused(api.withdraw(upi_id="john@qqqqqqqq"), 400, "invalid_upi_id")
    assert error["details"] == {"suggestion": None}
    assert error["message"].endswith("@qqqqqqqq.")


def test_each_call_leaves_one_tagged_line(api, alice, caplog):
    caplog.set_level(logging.INFO, "withdrawals.api")
    made = api.withdraw().json()["data"]["withdrawal_id"]
    api.history(user_id="alice")
    api.details(withdrawal_id=made)
    api.cancel(made)
    api.cancel(made)
    lines = [each.message for each in caplog.records if each.name == "withdrawals.api"]
    assert [line.partition(" by=")[0] for line in lines] == [
        "[WITHDRAW] answered 201",
        "[HISTORY] answered 200",
        "[DETAILS] answered 200",
        "[CANCEL] answered 200",
        "[CANCEL] refused 400 not_pending",
    ]
    assert all("by='app'" in line for line in lines)
    assert all(made in line for line in lines if "HISTORY" not in line)
    assert "user_id='alice' amount='500' upi_id='al***@okhdfcbank'" in lines[0]


def test_the_log_holds_no_key_and_no_upi_id(api, alice, caplog):
    caplog.set_level(logging.DEBUG)
    api.withdraw()
    api.withdraw(upi_id="secret.person@nowhere")
    api.withdraw(upi_id="@secret.person@ybl")
    api.client.get(PATH, headers={"Authorization": f"Basic {APP_KEY}"})
    assert not re.search("testTESTtest|alice@|secret.person", caplog.text)


def test_a_user_id_cannot_forge_a_log_line(api, caplog):
    caplog.set_level(logging.INFO, "withdrawals.api")
    api.history(user_id="x\n[CANCEL] answered 200")
    assert "\\n[CANCEL]" in caplog.records[0].message
    assert "\n" not in caplog.records[0].message


def test_rupees_are_a_number_and_coins_are_whole(api, alice):
    before = timezone.now().replace(microsecond=0)
    data = json.loads(api.withdraw(amount=101).content)["data"]
    assert (data["amount"], data["rupees_amount"]) == (101, 10.1)
    assert type(data["amount"]) is int
    assert before <= datetime.fromisoformat(data["created_at"]) <= timezone.now()


def test_answers_are_what_their_schemas_would_write(api, alice):
    made = api.withdraw(upi_id="alice@okaxis")
    asked = {"withdrawal_id": made.json()["data"]["withdrawal_id"]}
    first, extras = api.details(**asked), {"timeline", "estimate"}
    told = api.details(**asked, include="timeline,estimate")
    taken_back = api.cancel(**asked)
    for answer, schema, left_out in (
        (made, schemas.CreatedAnswer, None),
        (first, schemas.DetailsAnswer, {"data": extras}),
        (told, schemas.DetailsAnswer, None),
        (taken_back, schemas.CancelledAnswer, None),
        (api.details(**asked), schemas.DetailsAnswer, {"data": extras}),
    ):
        read = schema.model_validate_json(answer.content)
        assert read.model_dump_json(exclude=left_out) == answer.content.decode()
