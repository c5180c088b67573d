"""The bytes that are chained, by known examples: they never change."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.guards import triggers_off
from tests.test_seals import seal
from wallet.chain import MOVEMENTS, canonical, link
from wallet.models import CoinTransaction, LedgerSeal, UserCoins
from withdrawals.chain import NOTES, STATUS_CHANGES
from withdrawals.models import CoinWithdrawal, Note, StatusChange

FIRST: dict[str, Any] = {
    "id": UUID("0190b2f0-0000-7000-8000-000000000001"),
    "user_coins_id": "हिन्दी",
    "sequence": 1,
    "transaction_type": "earned",
    "amount": 2000,
    "balance_after": 2000,
    "reason": 'Said "hi"\n',
    "reference": "credit:1",
    "created_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
}
SECOND = FIRST | {"id": UUID("0190b2f0-0000-7000-8000-000000000002"), "sequence": 2}
GOLDEN = [
    "5c964a99265b443f2b32158a2879971f06e595748e6cbb5d7ec7cd58fb6d8829",
    "5eb982cb9442a2ff6cbdb5927b5ec7a2b3225a96a8e1f52bfe1e5530b121476c",
]

REQUEST: dict[str, Any] = {
    "id": UUID("0190b2f0-0000-7000-8000-000000000010"),
    "reference": "WD23456789",
    "user_id": "alice",
    "coins_amount": 500,
    "rupees_amount": Decimal("50.00"),
    "upi_id": "alice@okhdfcbank",
    "status": "failed",
    "admin_notes": "",
    "failure_reason": "Account closed",
    "utr": "632600000001",
    "completed_at": datetime(2026, 1, 3, tzinfo=UTC),
    "created_at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
}
STORY: list[dict[str, Any]] = [
    {
        "id": UUID(f"0190b2f0-0000-7000-8000-00000000002{number}"),
        "withdrawal_id": REQUEST["id"],
        "from_status": source,
        "to_status": target,
        "actor_kind": "user",
        "actor": "alice",
        "note": "",
        "created_at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    }
    for number, (source, target) in enumerate(
        [("", "pending"), ("processing", "completed"), ("completed", "failed")]
    )
]
NOTE: dict[str, Any] = {
    "id": UUID("0190b2f0-0000-7000-8000-000000000030"),
    "withdrawal_id": REQUEST["id"],
    "kind": "message",
    "text": "Ask your bank: नमस्ते\n",
    "actor_kind": "staff",
    "actor": "rita",
    "created_at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
}
GOLDEN_NOTE = "65e84f40a078d7ba3fd5f4b6eeb546b496042a70522d875651b11a2215000620"
_SAME = (
    b'"created_at":"2026-01-02T03:04:05.000006Z","failure_reason":%s,'
    b'"from_status":"%s","id":"0190b2f0-0000-7000-8000-00000000002%d","note":"",'
)
BYTES = [
    b'{"actor":"alice","actor_kind":"user","coins_amount":500,"completed_at":null,'
    + _SAME % (b"null", b"", 0)
    + b'"reference":"WD23456789","requested_at":"2026-01-02T03:04:05.000006Z",'
    b'"rupees_amount":"50.00","to_status":"pending","upi_id":"alice@okhdfcbank",'
    b'"user_id":"alice","utr":null,'
    b'"withdrawal_id":"0190b2f0-0000-7000-8000-000000000010"}',
    b'{"actor":"alice","actor_kind":"user","coins_amount":null,'
    b'"completed_at":"2026-01-03T00:00:00.000000Z",'
    + _SAME
    % (b"null", b"processing", 1)
    + b'"reference":null,"requested_at":null,"rupees_amount":null,'
    b'"to_status":"completed","upi_id":null,"user_id":null,"utr":"632600000001",'
    b'"withdrawal_id":"0190b2f0-0000-7000-8000-000000000010"}',
    b'{"actor":"alice","actor_kind":"user","coins_amount":null,"completed_at":null,'
    + _SAME % (b'"Account closed"', b"completed", 2)
    + b'"reference":null,"requested_at":null,"rupees_amount":null,'
    b'"to_status":"failed","upi_id":null,"user_id":null,"utr":null,'
    b'"withdrawal_id":"0190b2f0-0000-7000-8000-000000000010"}',
]
GOLDEN_STORY = "222342a0a895463754624e99b3679459f98a04dbc8fb1efa018ee14a1a03bc77"


def test_bytes_of_a_row():
    assert canonical(FIRST).decode() == (
        '{"amount":2000,"balance_after":2000,'
        '"created_at":"2026-01-02T03:04:05.000000Z",'
        '"id":"0190b2f0-0000-7000-8000-000000000001",'
        '"reason":"Said \\"hi\\"\\n","reference":"credit:1","sequence":1,'
        '"transaction_type":"earned","user_coins_id":"हिन्दी"}'
    )


def test_known_rows_have_known_hashes():
    first = link(MOVEMENTS.start, FIRST)
    assert [first, link(first, SECOND)] == GOLDEN


def test_a_status_change_is_chained_with_what_it_fixed_on_its_request(db):
    with triggers_off():
        CoinWithdrawal.objects.bulk_create([CoinWithdrawal(**REQUEST)])
        StatusChange.objects.bulk_create([StatusChange(**each) for each in STORY])
    seal()
    assert list(map(canonical, STATUS_CHANGES.rows().order_by("pk"))) == BYTES
    assert LedgerSeal.objects.get().hash == GOLDEN_STORY


def test_a_note_is_chained_with_its_words(db):
    with triggers_off():
        CoinWithdrawal.objects.bulk_create([CoinWithdrawal(**REQUEST)])
        Note.objects.bulk_create([Note(**NOTE)])
    seal()
    assert canonical(NOTES.rows().get()).decode() == (
        '{"actor":"rita","actor_kind":"staff",'
        '"created_at":"2026-01-02T03:04:05.000006Z",'
        '"id":"0190b2f0-0000-7000-8000-000000000030","kind":"message",'
        '"text":"Ask your bank: नमस्ते\\n",'
        '"withdrawal_id":"0190b2f0-0000-7000-8000-000000000010"}'
    )
    assert LedgerSeal.objects.get().hash == GOLDEN_NOTE


def test_a_row_from_the_database_has_the_hash_of_its_values(db):
    account = UserCoins(user_id=FIRST["user_coins_id"])
    with triggers_off():
        UserCoins.objects.bulk_create([account])
        CoinTransaction.objects.bulk_create([CoinTransaction(**FIRST)])
    seal()
    assert LedgerSeal.objects.get().hash == GOLDEN[0]


def test_a_time_is_the_same_in_every_zone():
    india = timezone(timedelta(hours=5, minutes=30))
    moved = FIRST | {"created_at": FIRST["created_at"].astimezone(india)}
    assert canonical(moved) == canonical(FIRST)
