"""What nobody may do to the history of a request, in SQL, as attacks_on_coins."""

_NOTE = (
    "INSERT INTO withdrawals_note (id, actor_kind, actor, created_at, kind, text, "
    "withdrawal_id) "
)


def change(values: str, of: str = "pending") -> str:
    return (
        f"UPDATE withdrawals_coinwithdrawal SET {values}, version = version + 1 "
        f"WHERE id = {{{of}}}"
    )


def history(of: str, source: str, target: str, kind: str = "staff") -> str:
    return (
        "INSERT INTO withdrawals_statuschange (id, withdrawal_id, from_status, "
        "to_status, actor_kind, actor, note, created_at) VALUES ({fresh}, "
        f"{{{of}}}, '{source}', '{target}', '{kind}', 'eve', '', {{now}})"
    )


ATTACKS = {
    f"change the {column} of history": "UPDATE withdrawals_statuschange "
    f"SET {column} = {to}"
    for column, to in {
        "from_status": "'pending'",
        "to_status": "'completed'",
        "actor": "'eve'",
        "actor_kind": "'app'",
        "note": "'x'",
        "withdrawal_id": "{bobs}",
        "created_at": "{now}",
    }.items()
} | {
    "delete history": "DELETE FROM withdrawals_statuschange",
    "second beginning": history("pending", "", "pending"),
    "history of a leap": history("completed", "pending", "completed"),
    "history out of the blue": history("pending", "processing", "pending"),
    "history that did not happen": history("pending", "pending", "processing"),
    "history of an end that was none": history("completed", "completed", "failed"),
    "history by a stranger": change("status = 'processing', started_by = 'eve'")
    + "; "
    + history("pending", "pending", "processing", "god"),
    "history of no request": history("nobody", "", "pending"),
    "change a note": "UPDATE withdrawals_note SET text = 'x'",
    "delete notes": "DELETE FROM withdrawals_note",
    "note of an unknown kind": _NOTE + "SELECT "
    "{fresh}, actor_kind, actor, created_at, 'secret', text, withdrawal_id "
    "FROM withdrawals_note",
    "note of no request": _NOTE + "SELECT {fresh}, "
    "actor_kind, actor, created_at, kind, text, {nobody} FROM withdrawals_note",
    "upsert a note": "INSERT INTO withdrawals_note SELECT * FROM withdrawals_note "
    "WHERE true ON CONFLICT (id) DO UPDATE SET text = 'x'",
}

SQLITE = {
    "replace history": "REPLACE INTO withdrawals_statuschange "
    "SELECT * FROM withdrawals_statuschange WHERE withdrawal_id = {pending}",
    "replace notes": "REPLACE INTO withdrawals_note SELECT * FROM withdrawals_note",
}

POSTGRESQL = {
    "truncate history": "TRUNCATE withdrawals_statuschange",
    "truncate notes": "TRUNCATE withdrawals_note",
}

FOUND_ON_SQLITE: dict[str, str] = {}
