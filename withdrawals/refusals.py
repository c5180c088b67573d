"""What the database refuses to do with requests. Installed by a migration."""

from wallet.triggers import Refusal, append_only, frozen, permanent
from wallet.verification import literals
from withdrawals.states import REFUNDED, TRANSITIONS

_REQUESTS = "withdrawals_coinwithdrawal"
_CHANGES = "withdrawals_statuschange"

_PARTS = {
    "moves": literals({f"{step.source}>{step.target}" for step in TRANSITIONS}),
    "refunded": literals(REFUNDED),
}

REFUSALS = (
    *permanent(_REQUESTS),
    *append_only(_CHANGES),
    *append_only("withdrawals_note"),
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
        "OLD.utr IS NULL AND NEW.utr IS NOT NULL AND "
        "NOT (OLD.status = 'processing' AND NEW.status = 'completed')",
        "a transaction ID comes with the completion",
    ),
    Refusal(
        "request_has_debit",
        _REQUESTS,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM wallet_cointransaction debit
            WHERE debit.reference = 'withdrawal:' || NEW.id
                AND debit.user_coins_id = NEW.user_id
                AND debit.amount = NEW.coins_amount
        )""",
        "a request has taken its coins",
        at_commit=True,
    ),
    Refusal(
        "request_has_history",
        _REQUESTS,
        "INSERT OR UPDATE",
        """NOT EXISTS (
            SELECT 1 FROM withdrawals_statuschange change
            WHERE change.withdrawal_id = NEW.id AND change.to_status = NEW.status
        )""",
        "a status has the change that made it",
        at_commit=True,
    ),
    Refusal(
        "refunded_has_refund",
        _REQUESTS,
        "UPDATE",
        """NEW.status IN ({refunded}) AND NOT EXISTS (
            SELECT 1 FROM wallet_cointransaction refund
            WHERE refund.reference = 'refund:' || NEW.id
        )""",
        "a failed or cancelled request has given its coins back",
        at_commit=True,
        parts=_PARTS,
    ),
    Refusal(
        "debit_has_request",
        "wallet_cointransaction",
        "INSERT",
        """NEW.transaction_type = 'withdrawal' AND NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = CAST(substr(NEW.reference, 12) AS uuid)
                AND request.user_id = NEW.user_coins_id
                AND request.coins_amount = NEW.amount
        )""",
        "coins are taken for a request",
        at_commit=True,
    ),
    Refusal(
        "refund_has_refunded",
        "wallet_cointransaction",
        "INSERT",
        """NEW.transaction_type = 'refund' AND NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = CAST(substr(NEW.reference, 8) AS uuid)
                AND request.status IN ({refunded})
        )""",
        "coins go back for a failed or cancelled request",
        at_commit=True,
        parts=_PARTS,
    ),
    Refusal(
        "change_is_legal",
        _CHANGES,
        "INSERT",
        "NEW.from_status || '>' || NEW.to_status NOT IN ({moves}, '>pending')",
        "this move is not legal",
        parts=_PARTS,
    ),
    Refusal(
        "change_was_made",
        _CHANGES,
        "INSERT",
        """NOT EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal request
            WHERE request.id = NEW.withdrawal_id AND request.status = NEW.to_status
        ) AND NOT EXISTS (
            SELECT 1 FROM withdrawals_statuschange later
            WHERE later.withdrawal_id = NEW.withdrawal_id
                AND later.from_status = NEW.to_status AND later.id > NEW.id
        )""",
        "a change in the history was made",
        at_commit=True,
    ),
)
