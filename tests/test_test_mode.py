"""Test keys and live keys: neither touches what is the other's."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from tests.api import Server, key_of, refused
from tests.conftest import submitted
from tests.everything import nothing_changes
from tests.queue_page import html
from wallet import clock, ledger, verification
from wallet.batches import credit_many
from wallet.crediting import credit_of
from wallet.exceptions import OtherKind
from wallet.ledger import Movement
from wallet.models import TransactionType, UserCoins, new_id
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import MisplacedUTR
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import figures
from withdrawals.portal.flags import flags
from withdrawals.portal.tabs import TABS
from withdrawals.states import Status


def earned(user_id: str, coins: int, *, is_test: bool | None, name: str) -> Movement:
    return credit_of(
        user_id, coins, TransactionType.EARNED, "Earned", name, is_test=is_test
    )


@pytest.fixture
def tess(db) -> str:
    """A test user with 2,000 coins."""
    ledger.credit(earned("tess", 2000, is_test=True, name="tess"))
    return "tess"


@pytest.fixture
def test_app(db) -> Server:
    return Server(key_of("app", is_test=True))


def test_an_account_is_opened_live_unless_a_test_key_opens_it(alice, tess):
    kinds = dict(UserCoins.objects.values_list("user_id", "is_test"))
    assert kinds == {"alice": False, "tess": True}


@pytest.mark.parametrize(("user", "is_test"), [("alice", True), ("tess", False)])
def test_coins_go_to_an_account_of_the_same_kind(alice, tess, user, is_test):
    one = earned(user, 5, is_test=is_test, name="one")
    for act in (ledger.credit, lambda movement: credit_many([movement])):
        with nothing_changes(), pytest.raises(OtherKind):
            act(one)


def test_a_test_request_is_of_its_account(test_app, tess):
    assert test_app.withdraw(user_id=tess).status_code == 201
    assert CoinWithdrawal.objects.get().is_test
    assert submitted(tess).is_test


def test_a_live_request_is_live(api, alice):
    api.withdraw()
    assert not CoinWithdrawal.objects.get().is_test


def test_no_key_asks_for_a_user_of_the_other_kind(api, test_app, alice, tess):
    with nothing_changes():
        error = refused(test_app.withdraw(user_id="alice"), 400, "wrong_mode")
        assert error["details"] == {"user": "live"}
        error = refused(api.withdraw(user_id=tess), 400, "wrong_mode")
        assert error["details"] == {"user": "test"}


def test_the_requests_of_the_other_kind_do_not_exist(api, test_app, alice, tess):
    live, test = submitted("alice"), submitted(tess)
    for server, own, other in ((api, live, test), (test_app, test, live)):
        assert server.details(withdrawal_id=str(own.id)).status_code == 200
        with nothing_changes():
            answers = [
                server.details(withdrawal_id=str(other.id)),
                server.cancel(other.id),
            ]
        for answer in answers:
            refused(answer, 404, "withdrawal_not_found")
        refused(server.history(user_id=other.user_id), 400, "wrong_mode")
        assert server.cancel(own.id).status_code == 200


def test_coins_of_the_other_kind_are_not_shown(api, test_app, alice, tess):
    for server, own, other in ((api, "alice", tess), (test_app, tess, "alice")):
        assert server.balance(user_id=own).json()["data"]["balance"] == 2000
        refused(server.balance(user_id=other), 400, "wrong_mode")
        assert server.movements(user_id=own).json()["count"] == 1
        refused(server.movements(user_id=other), 400, "wrong_mode")


def test_a_test_key_opens_a_test_account(api, test_app):
    credit = {"amount": 500, "type": "earned", "reason": "Trial", "reference": "one"}
    assert test_app.credit(user_id="tom", **credit).status_code == 201
    assert UserCoins.objects.get().is_test
    again = credit | {"reference": "two"}
    refused(api.credit(user_id="tom", **again), 400, "wrong_mode")
    assert api.credit(user_id="alf", **credit).status_code == 201


def test_one_name_for_a_call_is_two_in_two_modes(api, test_app, alice, tess):
    name = {"Idempotency-Key": "order 1"}
    assert api.withdraw(headers=name).status_code == 201
    assert test_app.withdraw(headers=name, user_id=tess).status_code == 201


def test_where_no_key_is_required_both_kinds_are_there(settings, alice, tess):
    settings.API_REQUIRE_KEY = False
    for user in ("alice", tess):
        made = Server(None).withdraw(user_id=user)
        assert made.status_code == 201
        request = made.json()["data"]["withdrawal_id"]
        assert Server(None).cancel(request).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE wallet_usercoins SET is_test = NOT is_test",
        "UPDATE withdrawals_coinwithdrawal SET is_test = NOT is_test, version = 2",
    ],
)
def test_the_kind_never_changes(alice, change):
    submitted()
    with (
        pytest.raises(IntegrityError, match="stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_database_takes_no_request_of_another_kind(alice, tess):
    live = submitted()
    values = {each.attname: getattr(live, each.attname) for each in live._meta.fields}
    values |= {"user_id": tess, "id": new_id(), "reference": "WDTEST"}
    with pytest.raises(IntegrityError, match="of the kind"), transaction.atomic():
        request = CoinWithdrawal.objects.create(**values)
        event = f"withdrawal:{request.id}"
        ledger.debit(Movement(tess, 500, TransactionType.WITHDRAWAL, "Asked", event))


@pytest.fixture
def trial(tess, meera):
    """A test request that is to be paid."""
    request = submitted(tess)
    transitions.start(request.id, actor=Actor.staff(meera))
    return CoinWithdrawal.objects.get()


@pytest.mark.parametrize("tab", [key for key in TABS if key != "test"])
def test_no_list_of_work_has_a_test(client, meera, trial, tab):
    client.force_login(meera)
    assert trial.reference not in html(client.get(f"/portal/?tab={tab}"))
    assert trial.reference in html(client.get("/portal/?tab=test"))


def test_the_tab_is_there_when_there_are_tests(client, meera, request_in):
    client.force_login(meera)
    assert "tab-test" not in html(client.get("/portal/"))
    ledger.credit(earned("tess", 500, is_test=True, name="tess"))
    submitted("tess")
    assert "tab-test" in html(client.get("/portal/"))


def test_no_figure_counts_a_test(client, meera, trial, pending):
    work = figures.open_work()
    assert (work[Status.PENDING].number, work[Status.PROCESSING].number) == (1, 0)
    assert trial.reference not in html(client.get("/portal/dashboard/"))
    assert verification.figures().coins["held"] == pending.coins_amount


def test_nothing_is_done_to_tests_in_bulk(client, meera, trial):
    client.force_login(meera)
    data = {"act": "fail", "select": str(trial.id)}
    assert client.post("/portal/bulk/", data).status_code == 422
    row = f"{trial.reference} 631245678901"
    page = html(client.post("/portal/bulk/pay/check/", {"table": row}))
    assert "no request has this reference" in page


def test_the_page_of_a_test_says_that_no_money_is_due(client, meera, trial):
    client.force_login(meera)
    page = html(client.get(f"/portal/requests/{trial.id}/"))
    assert "Test request: no money is due" in page
    assert "upi://" not in page
    assert "Test user" in html(client.get("/portal/users/?user_id=tess"))


def test_a_test_is_completed_by_what_is_no_payment(meera, trial, processing):
    boss = Actor.staff(meera)
    with nothing_changes(), pytest.raises(MisplacedUTR):
        transitions.complete(trial.id, utr="631245678901", actor=boss)
    with nothing_changes(), pytest.raises(MisplacedUTR):
        transitions.complete(processing.id, utr="TEST0001", actor=boss)
    transitions.complete(trial.id, utr="test0001", actor=boss)
    assert list(verification.differences()) == []


@pytest.mark.parametrize("utr", ["631245678901", "XTEST1", "TES", "TEST0001"])
def test_the_database_takes_no_transaction_id_of_the_other_kind(trial, processing, utr):
    requests = CoinWithdrawal.objects.filter(status=Status.PROCESSING)
    refused = requests.filter(is_test=not utr.startswith("TEST"))
    paid = {"status": Status.COMPLETED, "utr": utr, "completed_at": clock.now()}
    with pytest.raises(IntegrityError, match="utr_of_its_kind"), transaction.atomic():
        refused.update(version=F("version") + 1, **paid)


def test_who_completes_a_test_like_a_payment_is_told(client, meera, trial):
    client.force_login(meera)
    data = {"utr": "631245678901", "version": trial.version}
    answer = client.post(f"/portal/requests/{trial.id}/complete/", data)
    assert answer.status_code == 422
    assert "No money is due for a test" in html(answer)


def test_a_paid_test_does_not_make_a_upi_id_known(meera, trial, request_in):
    transitions.complete(trial.id, utr="TEST0001", actor=Actor.staff(meera))
    live = request_in(Status.PENDING)
    CoinWithdrawal.objects.all()
    assert not flags([live])[0].was_paid
