"""What nobody may do to requests, in SQL, as attacks_on_coins."""

from tests.attacks_on_history import change, history
from withdrawals.states import TRANSITIONS, Status

_LEGAL = {(step.source, step.target) for step in TRANSITIONS}


def request(values: str, verb: str = "INSERT INTO") -> str:
    """A request; `values` are its id, user, coins, rupees, status and version."""
    number, user, coins, rupees, status, version = values.split(", ")
    return (
        f"{verb} withdrawals_coinwithdrawal (id, reference, user_id, coins_amount, "
        "rupees_amount, upi_id, status, admin_notes, started_by, version, created_at) "
        f"VALUES ({number}, 'WDX', '{user}', {coins}, {rupees}, 'x@upi', '{status}', "
        f"'', '', {version}, {{now}})"
    )


_MOVES = {
    f"move from {source} to {target}": change(f"status = '{target}'", source)
    for source in Status
    for target in Status
    if source != target and (source, target) not in _LEGAL
}

_REQUESTS = (
    {
        f"change the {column} of a request": change(f"{column} = {to}")
        for column, to in {
            "id": "{fresh}",
            "reference": "'WDX'",
            "user_id": "'bob'",
            "coins_amount": "100",
            "rupees_amount": "5000",
            "upi_id": "'eve@upi'",
            "created_at": "{now}",
            "status": "'paid'",
            "utr": "'600000000001'",
            "completed_at": "{now}",
            "failure_reason": "'x'",
            "started_by": "'eve'",
        }.items()
    }
    | {
        "more coins and rupees": change("coins_amount = 600, rupees_amount = 60"),
        "same version": "UPDATE withdrawals_coinwithdrawal SET admin_notes = 'x'",
        "version skipped": change("version = version + 2").replace(
            ", version = version + 1", ""
        ),
        "version back": "UPDATE withdrawals_coinwithdrawal SET version = version - 1",
        "UTR overwritten": change("utr = '600000000001'", "completed"),
        "UTR removed": change("utr = NULL", "completed"),
        "UTR emptied": change("utr = ''", "completed"),
        "UTR of another": change(
            "status = 'completed', utr = '{utr}', completed_at = {now}", "processing"
        ),
        "UTR of another, in spaces": change(
            "status = 'completed', utr = ' {utr}', completed_at = {now}", "processing"
        ),
        "UTR in small letters": change(
            "status = 'completed', utr = 'abc1', completed_at = {now}", "processing"
        ),
        "empty UTR": change(
            "status = 'completed', utr = '', completed_at = {now}", "processing"
        ),
        "paid by the UTR of a test": change(
            "status = 'completed', utr = 'TEST0001', completed_at = {now}", "processing"
        )
        + "; "
        + history("processing", "processing", "completed"),
        "paid without a UTR": change(
            "status = 'completed', completed_at = {now}", "processing"
        ),
        "paid at no time": change("status = 'completed', utr = '1'", "processing"),
        "paid at another time": change("completed_at = {now}", "completed"),
        "paid at no time any more": change("completed_at = NULL", "completed"),
        "failed without a reason": change("status = 'failed'"),
        "another reason": change("failure_reason = 'x'", "failed"),
        "no reason any more": change("failure_reason = NULL", "failed"),
        "started by nobody": change("status = 'processing'"),
        "another reviewer": change("started_by = 'eve'", "processing"),
        "started without a history": change(
            "status = 'processing', started_by = 'eve'"
        ),
        "started again without a history": change(
            "status = 'processing', started_by = 'eve'", "released"
        ),
        "released without a history": change(
            "status = 'pending', started_by = ''", "processing"
        ),
        "paid without a history": change(
            "status = 'completed', utr = '600000000001', completed_at = {now}",
            "processing",
        ),
        "cancelled without a refund": change("status = 'cancelled'"),
        "failed without a refund": change("status = 'failed', failure_reason = 'x'")
        + "; "
        + history("pending", "pending", "failed"),
        "all cancelled": "UPDATE withdrawals_coinwithdrawal SET status = 'cancelled', "
        "version = version + 1",
        "the legal ones and others": "UPDATE withdrawals_coinwithdrawal SET "
        "status = 'processing', started_by = 'eve', version = version + 1 "
        "WHERE id IN ({pending}, {failed})",
        "terms of another": "UPDATE withdrawals_coinwithdrawal "
        "SET upi_id = other.upi_id, version = withdrawals_coinwithdrawal.version + 1 "
        "FROM withdrawals_coinwithdrawal other WHERE other.id = {bobs} "
        "AND withdrawals_coinwithdrawal.id = {pending}",
        "a test, suddenly": change("is_test = NOT is_test"),
        "delete requests": "DELETE FROM withdrawals_coinwithdrawal",
        "delete a request with its history": "DELETE FROM withdrawals_statuschange "
        "WHERE withdrawal_id = {pending}; "
        "DELETE FROM withdrawals_coinwithdrawal WHERE id = {pending}",
        "request without a debit": request("{fresh}, bob, 100, 10, pending, 1")
        + "; "
        + history("fresh", "", "pending"),
        "request too small": request("{fresh}, alice, 99, 9.9, pending, 1"),
        "request too large": request("{fresh}, alice, 100001, 10000.1, pending, 1"),
        "request of more rupees": request("{fresh}, alice, 100, 11, pending, 1"),
        "request of a later version": request("{fresh}, alice, 100, 10, pending, 2"),
        "request without a status": request("{fresh}, alice, 100, 10, , 1"),
        "request once more": request("{pending}, alice, 500, 50, pending, 1"),
        "upsert a request": request("{pending}, alice, 500, 50, pending, 1")
        + " ON CONFLICT (id) DO UPDATE SET upi_id = 'eve@upi'",
    }
    | {
        f"request that begins as {status}": request(
            f"{{fresh}}, alice, 100, 10, {status}, 1"
        )
        for status in Status
        if status != Status.PENDING
    }
)

ATTACKS = _MOVES | _REQUESTS

_SAME_REQUEST = (
    "SELECT id, reference, user_id, coins_amount, rupees_amount, 'eve@upi', status, "
    "'', failure_reason, utr, started_by, version, created_at, completed_at, is_test "
    "FROM withdrawals_coinwithdrawal WHERE id = {pending}"
)

SQLITE = {
    "half a coin asked for": request("{fresh}, alice, 100.5, 10.05, pending, 1"),
    "replace a request": f"REPLACE INTO withdrawals_coinwithdrawal {_SAME_REQUEST}",
    "replace by its reference": "REPLACE INTO withdrawals_coinwithdrawal "
    + _SAME_REQUEST.replace("id,", "{fresh},", 1),
    "replace by the same UTR": change(
        "status = 'completed', utr = '{utr}', completed_at = {now}", "processing"
    ).replace("UPDATE", "UPDATE OR REPLACE"),
    "replace by renumbering": change(
        "rowid = (SELECT rowid FROM withdrawals_coinwithdrawal WHERE id = {failed})"
    ).replace("UPDATE", "UPDATE OR REPLACE"),
}

POSTGRESQL = {
    "truncate requests": "TRUNCATE withdrawals_coinwithdrawal CASCADE",
    "merge a request": "MERGE INTO withdrawals_coinwithdrawal USING (SELECT 1) one "
    "ON true WHEN MATCHED THEN UPDATE SET status = 'completed'",
    "let a rule answer": "CREATE RULE nothing AS ON INSERT TO "
    "withdrawals_statuschange DO INSTEAD NOTHING",
}

FOUND_ON_SQLITE = {
    "started without a history": "{pending_reference}: status processing",
    "started again without a history": "{released_reference}: status processing",
    "released without a history": "{processing_reference}: status pending",
    "paid without a history": "{processing_reference}: status completed",
    "cancelled without a refund": "refund:{pending_name}: refund of 500 coins",
    "failed without a refund": "refund:{pending_name}: refund of 500 coins",
    "request without a debit": "withdrawal:{fresh_name}: withdrawal of 100 coins",
}
