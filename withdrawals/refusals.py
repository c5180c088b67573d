"""What the database refuses to do with requests. Installed by a migration."""

from django.db import connection

from wallet.merged import merged
from wallet.triggers import Refusal
from wallet.usual_refusals import frozen, irreplaceable, permanent, whole
from wallet.verification import dashed, literals
from withdrawals import history_refusals
from withdrawals.states import REFUNDED, TRANSITIONS

_REQUESTS = "withdrawals_coinwithdrawal"
_MOVEMENTS = "wallet_cointransaction"

_PARTS = {
    "moves": literals({f"{step.source}>{step.target}" for step in TRANSITIONS}),
    "refunded": literals(REFUNDED),
    "id": dashed("request.id"),
    "new_id": dashed("NEW.id"),
}

# The id in a movement's reference, as the column keeps it: found by its index. NULL
# where it is none, or PostgreSQL would fail to cast it instead of refusing the row.
_ID = "-".join("[0-9a-f]" * length for length in (8, 4, 4, 4, 12))
_NAMED = {
    "postgresql": "CAST(substring(substr(NEW.reference, {}) "
    f"FROM '^{_ID}$') AS uuid)",
    "sqlite": "replace(substr(NEW.reference, {}), '-', '')",
}[connection.vendor]

KINDS = (
    Refusal(
        "request_keeps_its_kind",
        _REQUESTS,
        "UPDATE",
        "OLD.is_test <> NEW.is_test",
        "a request stays of its kind, live or test",
    ),
    Refusal(
        "debit_is_of_its_kind",
        _MOVEMENTS,
        "INSERT",
        """EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request, wallet_usercoins account
            WHERE request.id = {named} AND account.user_id = NEW.user_coins_id
                AND request.is_test <> account.is_test
        )""",
        "a request is of the kind of its account, live or test",
        where="NEW.transaction_type = 'withdrawal'",
        parts={"named": _NAMED.format(12)},
    ),
)

REFUSALS = (
    *permanent(_REQUESTS),
    *irreplaceable(_REQUESTS, "old.id = NEW.id", "old.reference = NEW.reference"),
    whole(_REQUESTS, "INSERT", "coins_amount", "version"),
    *history_refusals.REFUSALS,
    frozen(
        _REQUESTS,
        "id",
        "reference",
        "user_id",
        "coins_amount",
        "rupees_amount",
        "upi_id",
        "created_at",
    ),
    Refusal(
        "request_begins_pending",
        _REQUESTS,
        "INSERT",
        "NEW.status <> 'pending' OR NEW.version <> 1 OR NEW.started_by <> '' "
        "OR NEW.utr IS NOT NULL OR NEW.completed_at IS NOT NULL "
        "OR NEW.failure_reason IS NOT NULL",
        "a request begins as pending",
    ),
    Refusal(
        "request_moves_legally",
        _REQUESTS,
        "UPDATE",
        "OLD.status <> NEW.status AND OLD.status || '>' || NEW.status NOT IN ({moves})",
        "this move is not legal",
        parts=_PARTS,
    ),
    Refusal(
        "request_version_counts",
        _REQUESTS,
        "UPDATE",
        "NEW.version <> OLD.version + 1",
        "every change of a request counts its version up by one",
    ),
    Refusal(
        "payment_stands",
        _REQUESTS,
        "UPDATE",
        "(OLD.utr IS NOT NULL AND COALESCE(NEW.utr, '') <> OLD.utr) OR "
        "(OLD.completed_at IS NOT NULL AND (NEW.completed_at IS NULL "
        "OR NEW.completed_at <> OLD.completed_at)) OR "
        "(OLD.failure_reason IS NOT NULL AND COALESCE(NEW.failure_reason, '') "
        "<> OLD.failure_reason)",
        "the proof of a payment and the reason of a failure stand",
    ),
    Refusal(
        "payment_by_completion",
        _REQUESTS,
        "UPDATE",
        "((OLD.utr IS NULL AND NEW.utr IS NOT NULL) OR "
        "(OLD.completed_at IS NULL AND NEW.completed_at IS NOT NULL)) AND "
        "NOT (OLD.status = 'processing' AND NEW.status = 'completed')",
        "a transaction ID comes with the completion",
    ),
    Refusal(
        "payment_proves_once",
        _REQUESTS,
        "UPDATE",
        "EXISTS (SELECT 1 FROM withdrawals_coinwithdrawal other "
        "WHERE other.utr = NEW.utr AND other.id <> NEW.id)",
        "a transaction ID proves one payment",
        only="sqlite",
    ),
    Refusal(
        "reviewer_by_start",
        _REQUESTS,
        "UPDATE",
        "OLD.started_by <> NEW.started_by AND OLD.status || '>' || NEW.status "
        "NOT IN ('pending>processing', 'processing>pending')",
        "the reviewer comes with the start and goes with the release",
    ),
    Refusal(
        "failure_by_failing",
        _REQUESTS,
        "UPDATE",
        "OLD.failure_reason IS NULL AND NEW.failure_reason IS NOT NULL AND "
        "(NEW.status <> 'failed' OR OLD.status = 'failed')",
        "the reason of a failure comes with it",
    ),
    Refusal(
        "request_has_debit",
        _REQUESTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM wallet_cointransaction debit
            WHERE debit.reference = 'withdrawal:' || {new_id}
                AND debit.user_coins_id || '' = NEW.user_id
                AND debit.amount = NEW.coins_amount
        )""",
        "a request has taken its coins",
        at_commit=True,
        parts=_PARTS,
    ),
    Refusal(
        "refunded_has_refund",
        _REQUESTS,
        "UPDATE",
        """NOT EXISTS (
            SELECT 1 FROM wallet_cointransaction refund
            WHERE refund.reference = 'refund:' || {new_id}
        )""",
        "a failed or cancelled request has given its coins back",
        where=f"NEW.status IN ({literals(REFUNDED)})",
        at_commit=True,
        parts=_PARTS,
    ),
    Refusal(
        "debit_has_request",
        _MOVEMENTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = {named} AND NEW.reference = 'withdrawal:' || {id}
                AND request.user_id = NEW.user_coins_id
                AND request.coins_amount = NEW.amount
        )""",
        "coins are taken for a request",
        where="NEW.transaction_type = 'withdrawal'",
        parts=_PARTS | {"named": _NAMED.format(12)},
    ),
    Refusal(
        "refund_has_refunded",
        _MOVEMENTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = {named} AND NEW.reference = 'refund:' || {id}
                AND request.status IN ({refunded})
        )""",
        "coins go back for a failed or cancelled request",
        where="NEW.transaction_type = 'refund'",
        parts=_PARTS | {"named": _NAMED.format(8)},
    ),
)

GUARDS = merged("requests", [*REFUSALS, *KINDS])
