"""verify_ledger proves the whole database, and names whatever does not add up."""

from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

import wallet.checks
import withdrawals.checks
import withdrawals.kind_checks
import withdrawals.record_checks
from tests.conftest import give, submitted
from tests.guards import triggers_off
from wallet import verification
from wallet.models import CoinTransaction, UserCoins
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.notes import edit_message
from withdrawals.states import MESSAGES, Status

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CHECK_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'c' AND conrelid::regclass::text SIMILAR TO '(wallet|withdrawals)%'
"""


@contextmanager
def unguarded():
    """Let the database accept anything, and forget it all at the end."""
    with transaction.atomic():
        with triggers_off(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            else:
                cursor.execute(CHECK_CONSTRAINTS)
                for table, name in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            try:
                yield
            finally:
                if connection.vendor == "sqlite":
                    cursor.execute("PRAGMA ignore_check_constraints = OFF")
        transaction.set_rollback(True)


@pytest.fixture
def lived(alice, meera, request_in):
    """A request in each status and one that was paid and returned; gives the paid."""
    give("alice", 3000)
    boss = Actor.staff(meera)
    requests = {status: request_in(status) for status in Status}
    returned = request_in(Status.COMPLETED)
    transitions.reverse(returned.id, reason="Account closed", actor=boss)
    transitions.release(
        requests[Status.PROCESSING].id, reason="Wrong button", actor=boss
    )
    return requests[Status.COMPLETED]


def report() -> str:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    return out.getvalue()


def account():
    return UserCoins.objects.filter(user_id="alice")


def movement(reference):
    return CoinTransaction.objects.filter(reference=reference)


def request(paid):
    return CoinWithdrawal.objects.filter(id=paid.id)


def others(status):
    """The request that was refused before anybody started it."""
    return CoinWithdrawal.objects.filter(status=status, started_by="")


def history(paid):
    return paid.status_changes.order_by("created_at", "id")


def remove(rows):
    rows._raw_delete(rows.db)


def move(paid, **fields):
    """Write a movement of alice's after her latest one."""
    latest = CoinTransaction.objects.filter(user_coins="alice").latest("sequence")
    values = {
        "user_coins_id": "alice",
        "sequence": latest.sequence + 1,
        "transaction_type": "earned",
        "amount": 500,
        "balance_after": latest.balance_after + 500,
        "reference": "credit:forged",
    }
    CoinTransaction.objects.create(**values | fields)


def another_with_the_utr(paid):
    other = CoinWithdrawal.objects.get(status=Status.PENDING, started_by="", version=1)
    CoinWithdrawal.objects.filter(id=paid.id).update(utr="BANK001", reference="WD1")
    CoinWithdrawal.objects.filter(id=other.id).update(utr="bank001", reference="WD2")


# What was done behind the product's back, and the line that tells of it.
TAMPERINGS = {
    "account made a test one": (
        lambda paid: account().update(is_test=True),
        "alice: the account is test, its movement credit:",
    ),
    "request made a test one": (
        lambda paid: CoinWithdrawal.objects.filter(pk=paid.pk).update(is_test=True),
        "{reference}: the request and the account of alice are not of one kind",
    ),
    "transaction ID of a test": (
        lambda paid: request(paid).update(utr="TEST0001"),
        "{reference}: the request is live, its transaction ID (UTR) is TEST0001",
    ),
    "coins made test ones": (
        lambda paid: movement(f"withdrawal:{paid.id}").update(reference="test-credit:"),
        "alice: the account is live, its movement test-credit:",
    ),
    "balance lowered": (
        lambda paid: account().update(total_coins=1900),
        "alice: balance 1,900, movements add up to 3,500",
    ),
    "balance raised": (
        lambda paid: account().update(total_coins=9000),
        "alice: balance 9,000, the latest movement left 3,500",
    ),
    "balance below zero": (
        lambda paid: account().update(total_coins=-5),
        "alice: balance -5 is below zero",
    ),
    "movement made larger": (
        lambda paid: movement(f"withdrawal:{paid.id}").update(amount=400),
        "alice: movement withdrawal:{id} left {after}, it should be {more}",
    ),
    "movement of nothing": (
        lambda paid: movement(f"withdrawal:{paid.id}").update(amount=0),
        "alice: movement withdrawal:{id} moves 0 coins",
    ),
    "movement lost": (
        lambda paid: remove(movement(f"withdrawal:{paid.id}")),
        "has number 6, it should be 5",
    ),
    "latest movement not counted": (
        move,
        "alice: last number 11, the latest movement has 12",
    ),
    "movement without an account": (
        lambda paid: move(paid, user_coins_id="nobody", sequence=1),
        "nobody: movement credit:forged has no account",
    ),
    "debit lost": (
        lambda paid: remove(movement(f"withdrawal:{paid.id}")),
        "withdrawal:{id}: withdrawal of 500 coins, user alice: 1 expected, 0 found",
    ),
    "debit of another amount": (
        lambda paid: movement(f"withdrawal:{paid.id}").update(amount=400),
        "withdrawal:{id}: withdrawal of 400 coins, user alice: 0 expected, 1 found",
    ),
    "debit of another user": (
        lambda paid: request(paid).update(user_id="bob"),
        "withdrawal:{id}: withdrawal of 500 coins, user bob: 1 expected, 0 found",
    ),
    "debit of another type": (
        lambda paid: movement(f"withdrawal:{paid.id}").update(
            transaction_type="adjustment_debit"
        ),
        "withdrawal:{id}: adjustment_debit of 500 coins, user alice: "
        "0 expected, 1 found",
    ),
    "debit without a request": (
        lambda paid: move(paid, transaction_type="withdrawal"),
        "credit:forged: withdrawal of 500 coins, user alice: 0 expected, 1 found",
    ),
    "refund not given": (
        lambda paid: request(paid).update(status="failed"),
        "refund:{id}: refund of 500 coins, user alice: 1 expected, 0 found",
    ),
    "refund not due": (
        lambda paid: move(
            paid, transaction_type="refund", reference=f"refund:{paid.id}"
        ),
        "refund:{id}: refund of 500 coins, user alice: 0 expected, 1 found",
    ),
    "refund under another name": (
        lambda paid: move(paid, reference=f"refund:{paid.id}"),
        "refund:{id}: earned of 500 coins, user alice: 0 expected, 1 found",
    ),
    "rupees raised": (
        lambda paid: request(paid).update(rupees_amount=5000),
        "{reference}: 500 coins, but 5",
    ),
    "status unknown": (
        lambda paid: request(paid).update(status="paid"),
        "{reference}: unknown status paid",
    ),
    "status changed without a history": (
        lambda paid: request(paid).update(status="pending"),
        "{reference}: status pending, the history ends with completed",
    ),
    "history lost": (
        lambda paid: remove(history(paid)),
        "{reference}: the history begins with none to none, "
        "it should be nothing to pending",
    ),
    "history begins later": (
        lambda paid: remove(paid.status_changes.filter(from_status="")),
        "{reference}: the history begins with pending to processing, "
        "it should be nothing to pending",
    ),
    "history with a hole": (
        lambda paid: remove(paid.status_changes.filter(to_status="processing")),
        "{reference}: the history goes on from processing after it came to pending",
    ),
    "history with a leap": (
        lambda paid: paid.status_changes.filter(to_status="completed").update(
            from_status="pending"
        ),
        "{reference}: the move from pending to completed is not legal",
    ),
    "payment without proof": (
        lambda paid: request(paid).update(utr=None),
        "{reference}: completed without a transaction ID (UTR)",
    ),
    "one proof for two payments": (
        another_with_the_utr,
        "WD2: transaction ID (UTR) bank001 also proves WD1",
    ),
    "reviewer changed": (
        lambda paid: request(paid).update(started_by="mallory"),
        "{reference}: reviewer mallory, it was started by meera",
    ),
    "reviewer of nobody's start": (
        lambda paid: others("failed").update(started_by="mallory"),
        ": reviewer mallory, it was started by none",
    ),
    "version counted back": (
        lambda paid: request(paid).update(version=2),
        "{reference}: version 2, it was changed 3 times",
    ),
    "requested on another day": (
        lambda paid: request(paid).update(created_at=LONG_AGO),
        "{reference}: requested 2020-01-01",
    ),
    "paid on another day": (
        lambda paid: request(paid).update(completed_at=LONG_AGO),
        "of 2020-01-01",
    ),
    "payment of nothing": (
        lambda paid: others("failed").update(utr="FORGED1"),
        ": transaction ID (UTR) FORGED1 of none, the history has the payment none",
    ),
    "reason of no failure": (
        lambda paid: request(paid).update(failure_reason="Forged"),
        "{reference}: status completed, reason of the failure Forged",
    ),
    "message forged": (
        lambda paid: request(paid).update(admin_notes="Call 98765 43210"),
        "{reference}: the user reads Call 98765 43210, the message is that of the",
    ),
    "message of another status": (
        lambda paid: request(paid).update(admin_notes=MESSAGES[Status.FAILED]),
        "{reference}: the user reads The payment was not made. Your coins are back., ",
    ),
    "message taken away": (
        lambda paid: request(paid).update(admin_notes=""),
        "{reference}: the user reads nothing, the message is that of the status",
    ),
}


def test_a_life_of_every_kind_is_clean(lived):
    clean = "Ledger clean: 1 accounts, 11 movements, 6 requests\n"
    assert report().startswith(clean)


def test_an_empty_database_is_clean(db):
    clean = "Ledger clean: 0 accounts, 0 movements, 0 requests\n"
    assert report().startswith(clean)


@pytest.mark.parametrize(
    "text", ["Call us, please.", *MESSAGES.values()], ids=lambda text: text[:9]
)
def test_what_staff_wrote_and_what_follows_it_is_clean(pending, meera, text):
    boss = Actor.staff(meera)
    edit_message(pending.id, text, actor=boss)
    assert list(verification.differences()) == []
    transitions.start(pending.id, actor=boss)
    assert list(verification.differences()) == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_is_found_and_named(lived, name):
    tamper, line = TAMPERINGS[name]
    after = CoinTransaction.objects.get(
        reference=f"withdrawal:{lived.id}"
    ).balance_after
    with unguarded():
        tamper(lived)
        found = "\n".join(verification.differences())
    facts = {"after": f"{after:,}", "more": f"{after + 100:,}"}
    assert line.format(id=lived.id, reference=lived.reference, **facts) in found


@pytest.mark.parametrize(
    "check",
    [
        *wallet.checks.CHECKS,
        *withdrawals.checks.CHECKS,
        *withdrawals.record_checks.CHECKS,
        *withdrawals.kind_checks.CHECKS,
    ],
    ids=lambda check: check.name,
)
def test_every_check_finds_one_of_the_tamperings(lived, check):
    found = []
    for tamper, _ in TAMPERINGS.values():
        with unguarded():
            tamper(lived)
            found += check.differences()
    assert found


def test_differences_are_printed_and_the_command_fails(lived, settings):
    settings.LEDGER_CHECKS = ["wallet.checks", "withdrawals.checks"]
    out = StringIO()
    with unguarded(), pytest.raises(CommandError) as error:
        account().update(total_coins=1900)
        call_command("verify_ledger", stdout=out)
    assert error.value.returncode == 1
    assert str(error.value) == "The ledger is not clean. Differences: 2."
    assert out.getvalue() == (
        "alice: balance 1,900, movements add up to 3,500\n"
        "alice: balance 1,900, the latest movement left 3,500\n"
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_report_sees_one_moment_and_stops_nobody():
    give("alice", 2000)
    with verification.snapshot():
        assert verification.figures().counts["requests"] == 0
        other = Thread(target=_submit_elsewhere)
        other.start()
        other.join(timeout=10)
        assert not other.is_alive()
        assert verification.figures().counts["requests"] == 0
    assert verification.figures().counts["requests"] == 1
    assert list(verification.differences()) == []


def _submit_elsewhere():
    submitted()
    connection.close()
