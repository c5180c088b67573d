"""Whether the checks of requests would find anything at all, by one pass.

Each request's status changes, in their order, must be a path along TRANSITIONS that
ends with its status: each change goes on from the one before, where the list of what
they left, with the status, is the list of what they reached. The columns must be what
the path has set. Each movement that it caused is there, and no other.
"""

from collections.abc import Iterator

from wallet.verification import OnePass, literals
from withdrawals.models import Note
from withdrawals.states import MESSAGES, REFUNDED, TRANSITIONS, Status

_LONGEST = 6  # moves of the paths that are known by heart; nearly all are shorter


def _paths(path: tuple[str, ...] = (Status.PENDING,)) -> Iterator[str]:
    """Each legal path, as the number of its moves and where they lead."""
    yield f"{len(path)}:{','.join(path)}"
    if len(path) < _LONGEST:
        for step in TRANSITIONS:
            if step.source == path[-1]:
                yield from _paths((*path, step.target))


_LEGAL_MOVES = {f"{step.source}>{step.target}" for step in TRANSITIONS}

# References and UTRs are unique by constraints, which the guards look at. An EXISTS is
# run for the few rows whose condition is true, so that must never be unknown.
ONE_PASS = OnePass(
    "Every request has its movements, and the columns that its history has set",
    """
    SELECT 1 FROM withdrawals_coinwithdrawal request
    LEFT JOIN (
        SELECT withdrawal_id, COUNT(*) AS number,
            string_agg(from_status, ',' ORDER BY created_at, id) AS sources,
            string_agg(to_status, ',' ORDER BY created_at, id) AS targets,
            array_agg(CASE WHEN to_status = 'processing' THEN actor ELSE '' END
                ORDER BY created_at, id) FILTER (WHERE to_status = 'processing'
                OR (from_status = 'processing' AND to_status = 'pending')) AS starters,
            MIN(created_at) FILTER (WHERE from_status = '') AS begun,
            MIN(created_at) FILTER (WHERE to_status = 'completed') AS paid
        FROM withdrawals_statuschange GROUP BY withdrawal_id
    ) history ON history.withdrawal_id = request.id
    LEFT JOIN (
        SELECT withdrawal_id, COUNT(*) AS number,
            (array_agg(text ORDER BY created_at DESC, id DESC))[1] AS text
        FROM withdrawals_note WHERE kind IN ({message}) GROUP BY withdrawal_id
    ) said ON said.withdrawal_id = request.id
    WHERE history.number IS NULL
        OR history.sources || ',' || request.status <> ',' || history.targets
        OR history.number || ':' || history.targets NOT IN ({paths}) AND (
            history.number <= {longest}
            OR cardinality(string_to_array(history.targets, ',')) <> history.number
            OR EXISTS (
                SELECT 1 FROM unnest(string_to_array(history.sources, ','),
                    string_to_array(history.targets, ',')) step (source, target)
                WHERE source || '>' || target NOT IN ({legal})
            )
        )
        OR request.version <> history.number + COALESCE(said.number, 0)
        OR request.started_by
            <> COALESCE(history.starters[cardinality(history.starters)], '')
        OR request.created_at <> history.begun
        OR (request.utr IS NULL) <> (history.paid IS NULL)
        OR (request.completed_at IS NULL) <> (history.paid IS NULL)
        OR request.completed_at <> history.paid
        OR request.status = 'completed' AND COALESCE(request.utr, '') = ''
        OR (request.failure_reason IS NULL) = (request.status = 'failed')
        OR request.coins_amount <> request.rupees_amount * 10
        OR (said.text IS NULL OR said.text <> request.admin_notes) AND (
            said.text NOT IN ({messages})
            OR request.status || '>' || request.admin_notes NOT IN ({of_status})
        )
        OR (request.utr <> UPPER(TRIM(request.utr))) IS TRUE AND EXISTS (
            SELECT 1 FROM withdrawals_coinwithdrawal other
            WHERE UPPER(TRIM(other.utr)) = UPPER(TRIM(request.utr))
                AND other.utr <> '' AND other.reference <> request.reference
        )
    UNION ALL
    SELECT 1 FROM (
        SELECT reference, transaction_type AS type, amount, user_coins_id AS user_id
        FROM wallet_cointransaction
        WHERE transaction_type IN ('withdrawal', 'refund')
            OR reference LIKE 'withdrawal:%' OR reference LIKE 'refund:%'
    ) found
    FULL JOIN (
        SELECT 'withdrawal:' || CAST(id AS text) AS reference, 'withdrawal' AS type,
            coins_amount AS amount, user_id
        FROM withdrawals_coinwithdrawal
        UNION ALL
        SELECT 'refund:' || CAST(id AS text), 'refund', coins_amount, user_id
        FROM withdrawals_coinwithdrawal WHERE status IN ({refunded})
    ) due ON due.reference = found.reference
    WHERE found.reference IS NULL OR due.reference IS NULL OR due.type <> found.type
        OR due.amount <> found.amount OR due.user_id <> found.user_id
    """,
    {
        "longest": str(_LONGEST),
        "paths": literals(_paths()),
        "legal": literals(_LEGAL_MOVES | {f">{Status.PENDING}"}),
        "message": literals([Note.Kind.MESSAGE]),
        "messages": literals(MESSAGES.values()),
        "of_status": literals(f"{status}>{it}" for status, it in MESSAGES.items()),
        "refunded": literals(REFUNDED),
    },
)
