"""What the database refuses to do with the history of a request."""

from wallet.triggers import Refusal
from wallet.usual_refusals import append_only, irreplaceable
from wallet.verification import literals
from withdrawals.states import TRANSITIONS

_REQUESTS = "withdrawals_coinwithdrawal"
_CHANGES = "withdrawals_statuschange"
_NOTES = "withdrawals_note"

_MOVES = {"moves": literals({f"{step.source}>{step.target}" for step in TRANSITIONS})}

# How often a history comes to a status and does not go on: 1 where it ends.
_COMES_TO = """COALESCE((
    SELECT SUM(
        CASE WHEN change.to_status = {status} THEN 1 ELSE 0 END -
        CASE WHEN change.from_status = {status} THEN 1 ELSE 0 END
    ) FROM withdrawals_statuschange change WHERE change.withdrawal_id = {request}
), 0)"""

REFUSALS = (
    *append_only(_CHANGES),
    *irreplaceable(_CHANGES, "old.id = NEW.id"),
    *append_only(_NOTES),
    *irreplaceable(_NOTES, "old.id = NEW.id"),
    *(
        Refusal(
            name,
            _REQUESTS,
            act,
            """NOT EXISTS (
                SELECT 1 FROM withdrawals_coinwithdrawal request
                WHERE request.id = NEW.id AND {ends} = 1
            )""",
            "a status has the change that made it",
            at_commit=True,
            parts={
                "ends": _COMES_TO.format(status="request.status", request="request.id")
            },
        )
        for name, act in (
            ("request_has_history", "INSERT"),
            ("move_has_history", "UPDATE"),
        )
    ),
    Refusal(
        "change_is_legal",
        _CHANGES,
        "INSERT",
        "NEW.from_status || '>' || NEW.to_status NOT IN ({moves}, '>pending')",
        "this move is not legal",
        parts=_MOVES,
    ),
    # Without an order by time: the clocks of two servers may disagree.
    Refusal(
        "change_goes_on",
        _CHANGES,
        "INSERT",
        """CASE WHEN NEW.from_status = '' THEN EXISTS (
            SELECT 1 FROM withdrawals_statuschange change
            WHERE change.withdrawal_id = NEW.withdrawal_id
        ) ELSE {ends} <> 1 END""",
        "a change goes on from the one before",
        parts={
            "ends": _COMES_TO.format(
                status="NEW.from_status", request="NEW.withdrawal_id"
            )
        },
    ),
    Refusal(
        "change_was_made",
        _CHANGES,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = NEW.withdrawal_id AND request.status = NEW.to_status
        )""",
        "a change in the history was made",
    ),
)

AUDIT_REFUSALS = (
    *append_only("withdrawals_auditentry"),
    *irreplaceable("withdrawals_auditentry", "old.id = NEW.id"),
)
