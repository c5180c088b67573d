"""The hash chain over history: nothing is left out, and nothing changes unseen."""

from decimal import Decimal
from threading import Event, Thread
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.conftest import give
from tests.guards import triggers_off
from tests.test_races import race
from tests.test_verify_ledger import LONG_AGO, unguarded
from wallet import seal_check, sealing
from wallet.chain import MOVEMENTS, streams
from wallet.models import (
    CoinTransaction,
    LedgerSeal,
    LedgerVerification,
    SealedRow,
    new_id,
)
from withdrawals import notes
from withdrawals.actors import Actor
from withdrawals.chain import NOTES, STATUS_CHANGES
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status


def seal() -> int:
    return sum(sealing.seal(stream) for stream in streams())


def found(*kept: str) -> list[str]:
    return list(seal_check.differences(kept))


def waiting() -> list[int]:
    return [head.waiting for head in seal_check.heads()]


def remove(rows):
    rows._raw_delete(rows.db)


@pytest.fixture
def sealed(request_in, meera):
    """alice's movements, a paid and a failed request and notes on both, sealed."""
    paid, failed = request_in(Status.COMPLETED), request_in(Status.FAILED)
    for request, text in ((paid, "Called the bank"), (paid, "Paid"), (failed, "Odd")):
        notes.add_note(request.id, text, actor=Actor.staff(meera))
    assert seal() == 12
    return list(SealedRow.objects.order_by("seal", "position"))


@pytest.mark.parametrize("stream", streams(), ids=lambda each: each.name)
def test_every_column_is_sealed(stream):
    columns = {field.attname for field in stream.model._meta.concrete_fields}
    assert set(stream.columns) == columns


def test_what_is_sealed_is_clean_and_sealing_again_changes_nothing(sealed):
    assert found() == []
    assert seal() == 0
    assert LedgerSeal.objects.count() == 3


def test_what_is_not_sealed_yet_waits_and_is_no_difference(sealed):
    give("alice", 10)
    assert waiting() == [1, 0, 0]
    assert found() == []
    assert seal() == 1
    assert waiting() == [0, 0, 0]
    assert found() == []


def test_batches_follow_each_other(db, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    for _ in range(7):
        give("alice", 10)
    assert seal() == 7
    seals = list(LedgerSeal.objects.order_by("number"))
    assert [each.row_count for each in seals] == [3, 3, 1]
    assert [each.previous for each in seals[1:]] == [each.hash for each in seals[:-1]]
    assert found() == []


CHANGES = [
    *[
        (MOVEMENTS, column, value)
        for column, value in {
            "id": UUID(int=7),
            "user_coins_id": "bob",
            "sequence": 99,
            "transaction_type": "referral_bonus",
            "amount": 1,
            "balance_after": 7,
            "reason": "Other",
            "reference": "credit:other",
            "created_at": LONG_AGO,
        }.items()
    ],
    *[
        (STATUS_CHANGES, column, value)
        for column, value in {
            "id": UUID(int=7),
            "withdrawal_id": None,  # another request
            "from_status": "failed",
            "to_status": "failed",
            "actor_kind": "system",
            "actor": "nobody",
            "note": "Other",
            "created_at": LONG_AGO,
        }.items()
    ],
    *[
        (NOTES, column, value)
        for column, value in {
            "id": UUID(int=7),
            "withdrawal_id": None,  # another request
            "kind": "message",
            "text": "Other",
            "actor_kind": "system",
            "actor": "nobody",
            "created_at": LONG_AGO,
        }.items()
    ],
]


def test_every_column_is_changed_below():
    assert {(stream.name, column) for stream, column, _ in CHANGES} == {
        (stream.name, column) for stream in streams() for column in stream.columns
    }


@pytest.mark.parametrize(
    ("stream", "column", "value"),
    CHANGES,
    ids=lambda each: getattr(each, "name", str(each)),
)
def test_a_changed_column_names_its_row(sealed, bob, stream, column, value):
    rows = stream.model.objects.order_by("pk")
    row, last = rows[1], rows.last()
    value = last.withdrawal_id if column == "withdrawal_id" else value
    with triggers_off():
        stream.model.objects.filter(pk=row.pk).update(**{column: value})
    if column == "id":
        assert found()[0].startswith(f"{stream.noun} {row.pk} was sealed, but is gone")
    else:
        now = stream.model.objects.get(pk=row.pk).named
        assert found()[0] == f"{now} is not as it was sealed"
    assert len(found()) == (2 if column == "id" else 1)


@pytest.mark.parametrize(
    ("column", "value", "to_status"),
    [
        ("reference", "WD2", "pending"),
        ("user_id", "mallory", "pending"),
        ("coins_amount", 5000, "pending"),
        ("rupees_amount", Decimal("50.01"), "pending"),
        ("upi_id", "mallory@ybl", "pending"),
        ("created_at", LONG_AGO, "pending"),
        ("utr", "FORGED1", "completed"),
        ("completed_at", LONG_AGO, "completed"),
        ("failure_reason", "Other", "failed"),
    ],
)
def test_what_a_change_fixed_on_its_request_is_sealed(sealed, column, value, to_status):
    change = StatusChange.objects.filter(to_status=to_status).earliest("pk")
    with unguarded():
        CoinWithdrawal.objects.filter(pk=change.withdrawal_id).update(**{column: value})
        named = StatusChange.objects.get(pk=change.pk).named
        assert found() == [f"{named} is not as it was sealed"]


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_deleted_row_is_named(sealed, place):
    row = CoinTransaction.objects.order_by("pk")[place]
    with triggers_off():
        remove(CoinTransaction.objects.filter(pk=row.pk))
    first = CoinTransaction.objects.order_by("pk")[place - 1].named if place else ""
    where = f"row {place + 1} of seal 1{', after ' * bool(place)}{first}"
    assert found()[0] == f"movement {row.pk} was sealed, but is gone ({where})"


def test_a_row_deleted_with_its_link_is_missed(sealed):
    gone = SealedRow.objects.filter(seal__stream="movements", position=2)
    with triggers_off():
        remove(CoinTransaction.objects.filter(pk=gone.get().row_id))
        remove(gone)
    after = SealedRow.objects.get(seal__stream="movements", position=3)
    named = CoinTransaction.objects.get(pk=after.row_id).named
    assert found()[0] == f"{named}: row 3 of seal 1 comes as row 2"


def test_rows_that_changed_places_are_named(sealed):
    one, other = sealed[1], sealed[2]
    with triggers_off():
        rows = SealedRow.objects
        for row_id, new in [(one, new_id()), (other, one.row_id)]:
            rows.filter(pk=row_id.pk).update(row_id=new)
        rows.filter(seal=one.seal, position=one.position).update(row_id=other.pk)
    named = CoinTransaction.objects.get(pk=other.row_id).named
    assert found()[0] == f"{named} is not as it was sealed"


def test_a_row_slipped_in_between_is_named(sealed):
    first = CoinTransaction.objects.order_by("pk")[0]
    earlier = UUID(int=first.pk.int - (2 * 60 * 60 * 1000 << 80))
    values = {column: getattr(first, column) for column in MOVEMENTS.columns}
    forged = values | {"id": earlier, "sequence": 50, "reference": "credit:forged"}
    with triggers_off():
        CoinTransaction.objects.create(**forged)
    assert found() == ["alice: movement credit:forged appeared behind the seals"]
    assert seal() == 0
    assert sealing.seal(MOVEMENTS, late=True) == 1
    assert found() == []


def test_a_chain_made_anew_does_not_hold_the_head_that_was_kept(sealed):
    kept = [head.hash for head in seal_check.heads()]
    assert found(*kept) == []
    with triggers_off():
        CoinTransaction.objects.filter(sequence=1).update(reason="Other")
        remove(SealedRow.objects.all()), remove(LedgerSeal.objects.all())
    seal()
    assert found(*kept) == [f"head {kept[0]}: is in no chain"]
    with pytest.raises(CommandError, match="not clean"):
        call_command("verify_ledger", head=[kept[0]])


@pytest.mark.parametrize(
    "fields",
    [{"number": 7}, {"previous": "0" * 64}, {"hash": "0" * 64}, {"row_count": 2}],
)
def test_a_changed_seal_is_found(sealed, fields):
    with triggers_off():
        LedgerSeal.objects.filter(stream="movements").update(**fields)
    assert "seal" in "".join(found())


@pytest.mark.parametrize(
    ("model", "column"),
    [(LedgerSeal, "hash"), (SealedRow, "hash"), (LedgerVerification, "by")],
)
def test_seals_cannot_be_changed_or_deleted(sealed, model, column):
    call_command("verify_ledger")
    rows = model.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(**{column: "x"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        remove(rows)


def test_a_refusal_that_is_no_race_is_not_tried_for_ever(sealed, monkeypatch):
    give("alice", 10)
    taken = SealedRow(row_id=sealed[0].row_id, position=1, hash="")
    monkeypatch.setattr(sealing, "_places", lambda *_: [taken])
    with pytest.raises(IntegrityError):
        seal()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_runs_at_the_same_time_seal_each_row_once(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    for _ in range(30):
        give("alice", 10)
    assert sum(race(*[seal] * 4)) == 30
    assert found() == []
    assert waiting() == [0, 0, 0]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has one writer at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_row_that_commits_behind_a_seal_is_sealed_next():
    written, go_on = Event(), Event()

    def slow():
        with transaction.atomic():
            give("alice", 10)
            written.set()
            go_on.wait(timeout=30)
        connection.close()

    early = Thread(target=slow)
    early.start()
    assert written.wait(timeout=30)
    give("bob", 10)
    assert seal() == 1
    go_on.set()
    early.join()
    assert waiting() == [1, 0, 0] and found() == []
    assert seal() == 1
    users = CoinTransaction.objects.order_by("pk").values_list("user_coins", flat=True)
    assert list(users) == ["alice", "bob"]
    assert (
        SealedRow.objects.get(seal__number=1).row_id
        > SealedRow.objects.get(seal__number=2).row_id
    )
    assert waiting() == [0, 0, 0] and found() == []


def test_sealing_goes_on_until_it_is_stopped(db, monkeypatch, capsys):
    give("alice", 10)
    naps = []

    def nap(seconds):
        naps.append(seconds)
        give("alice", 10)
        if len(naps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("wallet.management.commands.seal_ledger.time.sleep", nap)
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("seal_ledger", every=5)
    assert naps == [300] * 3
    assert waiting() == [1, 0, 0]


def test_history_of_a_request_that_is_gone_still_has_a_name(db):
    gone = UUID(int=7)
    change = StatusChange(withdrawal_id=gone, to_status="pending")
    assert change.named == f"{gone}: the change from nothing to pending"
    note = Note(withdrawal_id=gone, actor="rita", text="Odd")
    assert note.named == f"{gone}: note {note.pk} by rita"


def give_elsewhere():
    give("bob", 10)
    connection.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sealing_makes_no_writer_wait_for_its_hashes(monkeypatch):
    give("alice", 10)
    places = sealing._places

    def written_meanwhile(previous, rows):
        other = Thread(target=give_elsewhere)
        other.start()
        other.join(timeout=10)
        assert not other.is_alive()
        monkeypatch.setattr(sealing, "_places", places)
        return places(previous, rows)

    monkeypatch.setattr(sealing, "_places", written_meanwhile)
    assert seal() == 2
    assert found() == []
