"""Every move from every status by everyone: what DESIGN's table allows, and no more."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import staff, submitted
from tests.everything import nothing_changes
from wallet import ledger
from wallet.exceptions import BalanceTooLarge
from wallet.models import CoinTransaction
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import (
    IllegalTransition,
    InvalidText,
    InvalidUTR,
    NotAllowed,
    Stale,
    UTRAlreadyUsed,
    WithdrawalNotFound,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.notes import edit_message
from withdrawals.states import REFUNDED, TRANSITIONS, ActorKind, Right, Status

EVERYTHING = Actor(ActorKind.SYSTEM, "everything", frozenset(Right))

# What each function needs besides the request and the actor.
MOVES = {
    "start": {},
    "release": {"reason": "Not mine"},
    "complete": {"utr": "312345678901"},
    "fail": {"reason": "Account closed"},
    "reverse": {"reason": "Returned by the bank"},
    "cancel": {},
}

# The table of DESIGN section 3, written out a second time on purpose.
PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
LEGAL = {
    (PENDING, "start"): (PROCESSING, "review", "kept"),
    (PENDING, "cancel"): (CANCELLED, "request", "refunded"),
    (PENDING, "fail"): (FAILED, "review", "refunded"),
    (PROCESSING, "release"): (PENDING, "review", "kept"),
    (PROCESSING, "complete"): (COMPLETED, "pay", "kept"),
    (PROCESSING, "fail"): (FAILED, "pay", "refunded"),
    (COMPLETED, "reverse"): (FAILED, "pay", "refunded"),
}
ALL_MOVES = [(status, name) for status in Status for name in MOVES]
ILLEGAL = [each for each in ALL_MOVES if each not in LEGAL]


def move(withdrawal, name, actor, **others):
    return getattr(transitions, name)(
        withdrawal.id, actor=actor, **MOVES[name] | others
    )


def fields_of(withdrawal) -> dict[str, Any]:
    return dict(CoinWithdrawal.objects.filter(id=withdrawal.id).values()[0])


def refunds_of(withdrawal):
    return CoinTransaction.objects.filter(reference=f"refund:{withdrawal.id}")


def test_the_machine_is_the_table_of_the_design():
    assert {
        (step.source, step.name): (
            step.target,
            step.right,
            "refunded" if step.refunds else "kept",
        )
        for step in TRANSITIONS
    } == LEGAL
    assert {step.target for step in TRANSITIONS if step.refunds} == REFUNDED


@pytest.mark.parametrize(("status", "name"), LEGAL)
def test_a_legal_move_changes_status_and_coins(request_in, status, name):
    target, _, coins = LEGAL[status, name]
    withdrawal = request_in(status)
    before = ledger.balance("alice")
    outcome = move(withdrawal, name, EVERYTHING)
    withdrawal.refresh_from_db()
    assert withdrawal.status == outcome.withdrawal.status == target
    back = 500 if coins == "refunded" else 0
    assert ledger.balance("alice") == before + back
    assert refunds_of(withdrawal).count() == bool(back)
    assert outcome.balance == (before + back if back else None)


@pytest.mark.parametrize(("status", "name"), LEGAL)
def test_a_legal_move_is_written_into_the_history(request_in, status, name):
    withdrawal = request_in(status)
    rows = withdrawal.status_changes.count()
    move(withdrawal, name, EVERYTHING)
    latest = withdrawal.status_changes.latest("created_at", "id")
    assert withdrawal.status_changes.count() == rows + 1
    assert (latest.from_status, latest.to_status) == (status, LEGAL[status, name][0])
    assert (latest.actor_kind, latest.actor) == ("system", "everything")


@pytest.mark.parametrize(("status", "name"), LEGAL)
def test_a_legal_move_touches_only_its_own_fields(request_in, status, name):
    touched = {
        "start": {"started_by"},
        "release": {"started_by"},
        "complete": {"utr", "completed_at"},
        "fail": {"failure_reason"},
        "reverse": {"failure_reason"},
        "cancel": set(),
    }[name] | {"status", "version", "admin_notes"}
    withdrawal = request_in(status)
    before = fields_of(withdrawal)
    move(withdrawal, name, EVERYTHING)
    after = fields_of(withdrawal)
    assert {field for field in after if after[field] != before[field]} == touched
    assert after["version"] == before["version"] + 1


@pytest.mark.parametrize(("status", "name"), ILLEGAL)
def test_an_illegal_move_changes_nothing(request_in, status, name):
    withdrawal = request_in(status)
    with nothing_changes(), pytest.raises(IllegalTransition) as error:
        move(withdrawal, name, EVERYTHING)
    assert error.value.withdrawal.status == status


@pytest.mark.parametrize("right", [None, *Right])
@pytest.mark.parametrize(("status", "name"), LEGAL)
def test_a_move_needs_its_one_right(request_in, status, name, right):
    needed = LEGAL[status, name][1]
    withdrawal = request_in(status)
    actor = Actor(ActorKind.STAFF, "meera", frozenset({right} - {None}))
    if right == needed:
        move(withdrawal, name, actor)
        return
    with nothing_changes(), pytest.raises(NotAllowed) as error:
        move(withdrawal, name, actor)
    assert error.value.right == needed


# Who, by role, may do what: (status, function): the people who may.
PEOPLE = {
    (PENDING, "start"): "rita meera ada",
    (PENDING, "cancel"): "alice app",
    (PENDING, "fail"): "rita meera ada",
    (PROCESSING, "release"): "meera ada",
    (PROCESSING, "complete"): "pavan meera ada",
    (PROCESSING, "fail"): "pavan meera ada",
    (COMPLETED, "reverse"): "pavan meera ada",
}


@pytest.mark.parametrize(
    "name", ["alice", "app", "rita", "pavan", "meera", "asha", "ada", "clerk"]
)
@pytest.mark.parametrize(("status", "act"), PEOPLE)
def test_people_do_what_their_roles_allow(
    request_in, rita, pavan, meera, asha, ada, status, act, name
):
    people = {user.username: user for user in (rita, pavan, meera, asha, ada)}
    people["clerk"] = staff("clerk")
    actors = {"alice": Actor.user("alice"), "app": Actor.app("server")}
    actors |= {each: Actor.staff(user) for each, user in people.items()}
    withdrawal = request_in(status)
    if name in PEOPLE[status, act].split():
        move(withdrawal, act, actors[name])
        return
    with nothing_changes(), pytest.raises(NotAllowed):
        move(withdrawal, act, actors[name])


def test_a_lost_staff_flag_takes_every_right(meera):
    meera.is_staff = False
    assert not Actor.staff(meera).rights


def test_nobody_of_the_staff_asks_or_cancels_for_users(ada):
    assert Right.REQUEST not in Actor.staff(ada).rights


def test_only_the_one_who_started_releases(processing, rita, meera):
    with nothing_changes(), pytest.raises(NotAllowed) as error:
        move(processing, "release", Actor.staff(rita))
    assert error.value.right == Right.RELEASE_ANY
    move(processing, "release", Actor.staff(meera))


def test_release_forgets_the_reviewer_and_start_takes_the_next(processing, rita, ada):
    released = move(processing, "release", Actor.staff(ada)).withdrawal
    assert (released.status, released.started_by) == (PENDING, "")
    started = move(processing, "start", Actor.staff(rita)).withdrawal
    assert (started.status, started.started_by) == (PROCESSING, "rita")


@pytest.mark.parametrize("name", MOVES)
def test_to_another_user_the_request_does_not_exist(pending, bob, name):
    stranger = Actor(ActorKind.USER, "bob", frozenset(Right))
    with nothing_changes(), pytest.raises(WithdrawalNotFound):
        move(pending, name, stranger)


@pytest.mark.parametrize("name", MOVES)
def test_an_unknown_request_is_not_found(db, name):
    missing = CoinWithdrawal(id=uuid.uuid4())
    with pytest.raises(WithdrawalNotFound):
        move(missing, name, EVERYTHING)


@pytest.mark.parametrize(
    ("status", "name"), [each for each in LEGAL if each[1] != "cancel"]
)
@pytest.mark.parametrize("distance", [-1, 1])
def test_a_stale_page_moves_nothing(request_in, status, name, distance):
    withdrawal = request_in(status)
    with nothing_changes(), pytest.raises(Stale) as error:
        move(withdrawal, name, EVERYTHING, version=withdrawal.version + distance)
    assert error.value.withdrawal == withdrawal
    move(withdrawal, name, EVERYTHING, version=withdrawal.version)


def test_a_page_from_before_a_message_was_edited_is_stale(pending, meera):
    edit_message(pending.id, "We are looking.", actor=Actor.staff(meera))
    with nothing_changes(), pytest.raises(Stale):
        move(pending, "start", EVERYTHING, version=pending.version)


@pytest.mark.parametrize(
    ("status", "name"), [each for each in LEGAL if "reason" in MOVES[each[1]]]
)
def test_a_reason_is_required_and_readable(request_in, status, name):
    withdrawal = request_in(status)
    for reason in ("", "\u200b", "x" * 501, "a\0b", "\ud800"):
        with nothing_changes(), pytest.raises(InvalidText) as error:
            move(withdrawal, name, EVERYTHING, reason=reason)
        assert error.value.field == "reason"


@pytest.mark.parametrize(
    ("status", "name"),
    [(PENDING, "fail"), (PROCESSING, "fail"), (COMPLETED, "reverse")],
)
def test_the_reason_of_a_failure_is_kept_for_the_user(request_in, status, name):
    withdrawal = request_in(status)
    failed = move(
        withdrawal, name, EVERYTHING, reason="  Account closed\r\n"
    ).withdrawal
    assert failed.failure_reason == "Account closed"


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ({}, "User requested cancellation"),
        ({"reason": ""}, "User requested cancellation"),
        ({"reason": "Changed my mind"}, "Changed my mind"),
    ],
)
def test_the_reason_of_a_cancellation_is_in_the_history(pending, reason, kept):
    move(pending, "cancel", Actor.user("alice"), **reason)
    assert pending.status_changes.get(to_status=CANCELLED).note == kept


@pytest.mark.parametrize("name", ["start", "complete", "fail", "reverse"])
def test_an_internal_note_is_in_the_history(request_in, name):
    status = next(source for source, each in LEGAL if each == name)
    withdrawal = request_in(status)
    with nothing_changes(), pytest.raises(InvalidText):
        move(withdrawal, name, EVERYTHING, note="x" * 2001)
    move(withdrawal, name, EVERYTHING, note="Checked with the bank.")
    latest = withdrawal.status_changes.latest("created_at", "id")
    assert latest.note == "Checked with the bank."


def test_a_transaction_id_is_letters_and_digits(processing):
    for utr in ("", "12345", "1" * 36, "12345-678", "ßßßßßß", "\ud800" * 6):
        with nothing_changes(), pytest.raises(InvalidUTR):
            move(processing, "complete", EVERYTHING, utr=utr)


def test_a_transaction_id_is_kept_trimmed_and_in_capitals(processing):
    paid = move(processing, "complete", EVERYTHING, utr=" icicr12026 ").withdrawal
    assert paid.utr == "ICICR12026"
    assert paid.completed_at is not None


@pytest.mark.parametrize("end", [COMPLETED, FAILED])
def test_a_transaction_id_proves_one_payment_for_ever(request_in, end):
    paid = request_in(COMPLETED)
    if end == FAILED:
        move(paid, "reverse", EVERYTHING)
    other = request_in(PROCESSING)
    with nothing_changes(), pytest.raises(UTRAlreadyUsed) as error:
        move(other, "complete", EVERYTHING, utr=f" {paid.utr} ")
    assert error.value.other == paid


def test_the_database_refuses_a_second_use_of_a_transaction_id(completed, pending):
    with pytest.raises(IntegrityError), transaction.atomic():
        CoinWithdrawal.objects.filter(id=pending.id).update(utr=completed.utr)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "completed", "utr": None},
        {"status": "processing", "started_by": ""},
        {"status": "failed", "failure_reason": None},
        {"status": "paid"},
        {"rupees_amount": "500.00"},
        {"coins_amount": 99, "rupees_amount": "9.90"},
    ],
)
def test_the_database_refuses_a_request_that_cannot_be(pending, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CoinWithdrawal.objects.filter(id=pending.id).update(**wrong)


@pytest.mark.parametrize(
    ("status", "message"),
    [(PENDING, "Awaiting admin approval"), (COMPLETED, "Processed successfully")],
)
def test_the_user_reads_the_message_of_the_specification(request_in, status, message):
    assert request_in(status).admin_notes == message


@pytest.mark.parametrize(("status", "name"), LEGAL)
def test_what_staff_wrote_to_the_user_stays(request_in, meera, status, name):
    withdrawal = request_in(status)
    edit_message(withdrawal.id, "Call us, please.", actor=Actor.staff(meera))
    assert move(withdrawal, name, EVERYTHING).withdrawal.admin_notes == (
        "Call us, please."
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cancel", "Withdrawal cancellation - {id}"),
        ("fail", "Withdrawal failure - {id}"),
    ],
)
def test_the_refund_says_why_in_the_words_of_the_specification(pending, name, reason):
    move(pending, name, EVERYTHING)
    refund = refunds_of(pending).get()
    assert refund.reason == reason.format(id=pending.id)
    assert (refund.amount, refund.user_coins_id) == (500, "alice")


def test_a_move_that_cannot_refund_does_not_happen(pending, monkeypatch):
    """The account is full: the failure is rolled back with the refund."""
    monkeypatch.setattr(ledger, "MAX_BALANCE", ledger.balance("alice"))
    with nothing_changes(), pytest.raises(BalanceTooLarge):
        move(pending, "fail", EVERYTHING)


def test_the_story_of_two_requests_stays_apart(alice, meera):
    first, second = submitted(coins=500), submitted(coins=700)
    move(first, "fail", Actor.staff(meera))
    second.refresh_from_db()
    assert second.status == PENDING
    assert ledger.balance("alice") == 1300
