"""A request taken back step by step and one taken back at once are the same."""

import pytest
from django.db import connection

from outbox import box
from tests.conftest import submitted
from tests.everything import nothing_changes
from tests.test_two_ways import ALICE, APP, LIVE, TEST, done, tell, tess  # noqa: F401
from wallet import ledger
from withdrawals import claims, one_cancellation, transitions
from withdrawals.actors import Actor
from withdrawals.cancellation import cancel_once
from withdrawals.exceptions import IllegalTransition
from withdrawals.idempotency import Key, Reply
from withdrawals.models import CoinWithdrawal
from withdrawals.notes import add_note, edit_message
from withdrawals.recalls import Recall
from withdrawals.states import Status

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one way"
)
KEY = Key("api:server", "order 4711", {"reason": "none"})
OTHER = Key(KEY.scope, KEY.key, {"reason": "another"})
RECALLS = {
    "by the app": (APP, ""),
    "by the user": (ALICE, "Changed my mind"),
    "by another user": (Actor.user("bob"), ""),
    "by nobody's right": (Actor.system("cron"), ""),
    "with a live key": (LIVE, ""),
    "with a test key": (TEST, ""),
    "for odd reasons": (Actor.app("o'neill"), ' "é" \\ %s {}\r\nवापस '),
    "for no reason that is seen": (APP, " \n "),
    "for a reason that is too long": (APP, "x" * 501),
    "for a reason that turns": (APP, "\u202e"),
}


@pytest.fixture
def watched(pending, meera):
    """A request that apps hear of, and colleagues have an eye on."""
    boss = Actor.staff(meera)
    claims.take(pending.id, actor=boss)
    add_note(pending.id, "@meera look", actor=boss)
    for number, kind in enumerate(("live", "test")):
        box.subscribe("webhook", f"{number}", [f"{kind}:withdrawal.cancelled"])
    pending.refresh_from_db()
    return pending


def taken_back(monkeypatch, recall: Recall, key: Key | None = KEY) -> str:
    """What came of it, which is the same in both ways."""

    def act() -> Reply:
        return cancel_once(recall, tell, key, waits=False)

    one, other = (done(monkeypatch, act, fast) for fast in (True, False))
    assert one == other
    return one


@pytest.mark.parametrize("recall", RECALLS)
@pytest.mark.parametrize("key", [KEY, None], ids=["key", "no key"])
def test_both_ways_leave_the_same_rows_or_refuse_in_the_same_words(
    watched, monkeypatch, recall, key
):
    actor, reason = RECALLS[recall]
    taken_back(monkeypatch, Recall(watched.id, actor, reason), key)


@pytest.mark.parametrize("status", Status)
def test_both_ways_ask_for_the_status(request_in, monkeypatch, status):
    asked = request_in(status)
    told = taken_back(monkeypatch, Recall(asked.id, APP))
    assert ("IllegalTransition" in told) == (status != Status.PENDING)


def test_both_ways_keep_what_staff_wrote(watched, monkeypatch, meera):
    edit_message(watched.id, "Wait for it", actor=Actor.staff(meera), version=1)
    assert "Wait for it" in taken_back(monkeypatch, Recall(watched.id, APP))


def test_both_ways_give_a_test_its_test_coins_back(monkeypatch):
    asked = submitted("tess")
    for actor in (TEST, APP):
        assert "Reply" in taken_back(monkeypatch, Recall(asked.id, actor))


def test_both_ways_refuse_what_the_account_cannot_hold(pending, monkeypatch):
    full = ledger.balance("alice") + 499
    for module in (ledger, one_cancellation):
        monkeypatch.setattr(module, "MAX_BALANCE", full)
    told = taken_back(monkeypatch, Recall(pending.id, APP))
    assert "BalanceTooLarge" in told


@pytest.mark.parametrize("recall", RECALLS)
@pytest.mark.parametrize("key", [KEY, OTHER], ids=["same body", "another body"])
def test_both_ways_replay_alike(watched, monkeypatch, recall, key):
    """Also what would be refused without the key, as a reason that is too long."""
    cancel_once(Recall(watched.id, APP), tell, KEY, waits=False)
    actor, reason = RECALLS[recall]
    told = taken_back(monkeypatch, Recall(watched.id, actor, reason), key)
    assert ("KeyReused" in told) == (key is OTHER)


committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@committed
def test_a_request_is_taken_back_as_it_is_by_then(pending, meera):
    seen = CoinWithdrawal.objects.get()
    edit_message(pending.id, "Wait for it", actor=Actor.staff(meera))
    cancel_once(Recall(seen.id, APP, seen=seen), tell, KEY, waits=False)
    pending.refresh_from_db()
    assert (pending.status, pending.version) == (Status.CANCELLED, 3)
    assert pending.admin_notes == "Wait for it"


@committed
def test_a_request_that_has_just_been_started_stays(pending, meera):
    seen = CoinWithdrawal.objects.get()
    transitions.start(pending.id, actor=Actor.staff(meera))
    with nothing_changes(), pytest.raises(IllegalTransition):
        cancel_once(Recall(seen.id, APP, seen=seen), tell, KEY, waits=False)


@committed
def test_a_request_that_has_just_been_taken_back_is_so_once(pending):
    both = CoinWithdrawal.objects.get(), CoinWithdrawal.objects.get()
    replies = [
        cancel_once(Recall(pending.id, APP, seen=seen), tell, KEY, waits=False)
        for seen in both
    ]
    assert [each.is_replay for each in replies] == [False, True]
    assert replies[0].answer == replies[1].answer
    assert ledger.balance("alice") == 2000
