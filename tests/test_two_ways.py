"""A request asked for step by step and one asked for in one statement are the same."""

import re
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from outbox import box
from outbox.models import Job
from tests.everything import everything
from wallet import ledger
from wallet.crediting import credit_of
from wallet.models import TransactionType
from withdrawals import submission
from withdrawals.actors import Actor
from withdrawals.first_rows import Wish
from withdrawals.idempotency import Key, Reply
from withdrawals.models import Note
from withdrawals.outcomes import Outcome, Told

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one way"
)
APP, ALICE = Actor.app("server"), Actor.user("alice")
TEST, LIVE = (Actor.app("server", is_test=each) for each in (True, False))
KEY = Key("api:server", "order 4711", {"amount": 500})
WISHES = {
    "by the app": (Wish("alice", 500, "alice@okhdfcbank", APP), KEY),
    "by the user": (Wish("alice", 2000, " Alice@OkHDFCBank", ALICE), KEY),
    "without a key": (Wish("alice", 101, "alice@upi", APP), None),
    "too much": (Wish("alice", 2001, "alice@upi", APP), KEY),
    "of nobody": (Wish("nobody", 500, "alice@upi", APP), KEY),
    "to nowhere": (Wish("alice", 500, "alice@okhdfc", APP), KEY),
    "of a form that is none": (Wish("alice", 500, "alice", APP), KEY),
    "of a fraction": (Wish("alice", 500.5, "alice@upi", APP), KEY),  # type: ignore[arg-type]
    "of another user": (Wish("alice", 500, "alice@upi", Actor.user("bob")), KEY),
    "by nobody's right": (Wish("alice", 500, "a@upi", Actor.system("cron")), KEY),
    "with a live key": (
        Wish("alice", 500, "a@upi", LIVE),
        KEY,
    ),
    "with a test key": (Wish("alice", 500, "a@upi", TEST), KEY),
    "too much by test": (
        Wish("alice", 9999, "a@upi", TEST),
        KEY,
    ),
    "of a test user": (Wish("tess", 500, "a@upi", TEST), KEY),
    "of a test user by anyone": (Wish("tess", 500, "a@upi", APP), KEY),
    "of a test user by live": (
        Wish("tess", 1, "a@upi", LIVE),
        KEY,
    ),
    "odd names": (Wish('a"b\\c,(é', 500, "a@upi", Actor.app("o'neill")), KEY),
}
# What two requests never share: ids, references, and moments.
_OWN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|WD[2-9A-Z]{8}"
    r"|\d{4}-\d\d-\d\d[ T][\d:.]+(?:\+\d\d|Z)?"
)


def tell(outcome: Outcome) -> Told:
    """With a row beside the request's own, as an endpoint has one."""
    made = outcome.withdrawal
    answer = {"id": str(made.id), "upi_id": made.upi_id, "left": outcome.balance}
    note = Note(withdrawal=made, actor_kind="app", actor="o'neill", text='a "b" \\ é')
    return Told(answer, [note])


def done(monkeypatch, act: Callable[[], Reply], fast: bool) -> str:
    """What came of it and all tables after it, which are then as before again."""
    monkeypatch.setattr(submission, "has_functions", lambda: fast)
    with transaction.atomic():
        try:
            result = repr(act())
        except Exception as error:  # noqa: BLE001 (whatever it is, it must be the same)
            result = f"{type(error).__name__} {error} {vars(error)}"
        jobs = Job.objects.values(
            "kind", "target", "ordering_key", "position", "payload"
        )
        told = f"{result}\n{everything()}\n{list(jobs)}"
        transaction.set_rollback(True)
    return _OWN.sub("-", told)


@pytest.fixture(autouse=True)
def tess(alice) -> None:
    """A test user with 2,000 coins, beside alice."""
    earned = credit_of(
        "tess", 2000, TransactionType.EARNED, "Earned", "tess", is_test=True
    )
    ledger.credit(earned)
    for number, kind in enumerate(("live", "test")):
        box.subscribe("webhook", f"{number}", [f"{kind}:withdrawal.created"])


@pytest.mark.parametrize("wish", WISHES)
def test_both_ways_leave_the_same_rows_or_refuse_in_the_same_words(
    alice, monkeypatch, wish
):
    asked, key = WISHES[wish]

    def act() -> Reply:
        return submission.submit_once(asked, tell, key, waits=False)

    assert done(monkeypatch, act, True) == done(monkeypatch, act, False)


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("body", [{"amount": 500}, {"amount": 501}])
def test_both_ways_replay_alike(alice, monkeypatch, wish, body):
    """Whatever is asked with a key that was used, also what would be refused."""
    submission.submit_once(WISHES["by the app"][0], tell, KEY, waits=False)

    def again() -> Reply:
        asked, key = WISHES[wish]
        other = Key(KEY.scope, KEY.key, body) if key else None
        return submission.submit_once(asked, tell, other, waits=False)

    assert done(monkeypatch, again, True) == done(monkeypatch, again, False)
