"""Whether the checks of requests would find anything at all, by one pass.

Each request's status changes, in their order, must be a path along TRANSITIONS that
ends with its status. If it never goes back, how many there are of each move tells the
path, and the times tell the order: nothing is sorted. The few that go back are
followed change by change. The columns must be what the path has set. Each movement
that it caused is there, and no other.
"""

from collections.abc import Iterator
from itertools import pairwise

from wallet.passes import OnePass
from wallet.verification import literals
from withdrawals.models import Note
from withdrawals.states import MESSAGES, REFUNDED, TRANSITIONS, Status

_Path = tuple[str, ...]  # the statuses that a request comes to, "" before the first


def _straight(path: _Path = ("", Status.PENDING)) -> Iterator[_Path]:
    """Each legal path that comes to no status twice; nearly all requests have one."""
    yield path
    for step in TRANSITIONS:
        if step.source == path[-1] and step.target not in path:
            yield from _straight((*path, step.target))


_MOVES = sorted({move for path in _straight() for move in pairwise(path)})
_BACK = sorted({(step.source, step.target) for step in TRANSITIONS} - {*_MOVES})
# Added up, less than eight of each tell how many there are. One back makes it negative.
_WEIGHTS = {move: 8**place for place, move in enumerate(_MOVES)}
_WEIGHTS |= dict.fromkeys(_BACK, -(2**30))


def _is_move(source: str, target: str) -> str:
    return f"from_status = '{source}' AND to_status = '{target}'"


def _weight() -> str:
    """The SQL of a change's weight. With an unknown move no sum is that of a path."""
    cases = " ".join(f"WHEN {_is_move(*it)} THEN {n}" for it, n in _WEIGHTS.items())
    return f"CASE {cases} ELSE {8 ** len(_MOVES)} END"


def _is_straight() -> str:
    """The SQL of whether a request's moves are a path in time that ends with it."""
    cases = " ".join(
        f"WHEN {sum(_WEIGHTS[move] for move in pairwise(path))} "
        f"THEN request.status = '{path[-1]}'"
        + "".join(f" AND at_{one} < at_{next}" for one, next in pairwise(path[1:]))
        for path in _straight()
    )
    return f"history.number < 8 AND CASE history.moves {cases} END"


def _times() -> str:
    """The SQL of when a request came to each status."""
    return ", ".join(
        f"MIN(created_at) FILTER (WHERE to_status = '{status}') AS at_{status}"
        for status in Status
    )


_LEGAL_MOVES = {f"{step.source}>{step.target}" for step in TRANSITIONS}

# References and UTRs are unique by constraints, which the guards look at. Two changes
# at one moment, which the ids would put in order, are left to the checks.
_REQUESTS = """
    SELECT 1 FROM withdrawals_coinwithdrawal request
    LEFT JOIN (
        SELECT withdrawal_id, COUNT(*) AS number, SUM({weight}) AS moves, {times},
            MAX(actor) FILTER (WHERE to_status = 'processing') AS starter
        FROM withdrawals_statuschange GROUP BY withdrawal_id
    ) history ON history.withdrawal_id = request.id
    LEFT JOIN (
        SELECT withdrawal_id, COUNT(*) AS number,
            (array_agg(text ORDER BY created_at DESC, id DESC))[1] AS text
        FROM withdrawals_note WHERE kind IN ({message}) GROUP BY withdrawal_id
    ) said ON said.withdrawal_id = request.id
    WHERE history.number IS NULL
        OR history.moves >= 0 AND (({is_straight}) IS NOT TRUE
            OR request.started_by <> COALESCE(history.starter, ''))
        OR request.version <> history.number + COALESCE(said.number, 0)
        OR request.created_at <> history.at_pending
        OR (request.utr IS NULL) <> (history.at_completed IS NULL)
        OR (request.completed_at IS NULL) <> (history.at_completed IS NULL)
        OR request.completed_at <> history.at_completed
        OR request.utr <> UPPER(TRIM(request.utr))
        OR request.status = 'completed' AND COALESCE(request.utr, '') = ''
        OR (request.failure_reason IS NULL) = (request.status = 'failed')
        OR request.coins_amount <> request.rupees_amount * 10
        OR (said.text IS NULL OR said.text <> request.admin_notes) AND (
            said.text NOT IN ({messages})
            OR request.status || '>' || request.admin_notes NOT IN ({of_status})
        )
"""
_GONE_BACK = """
    SELECT 1 FROM withdrawals_coinwithdrawal request
    JOIN (
        SELECT withdrawal_id,
            string_agg(from_status, ',' ORDER BY created_at, id) AS sources,
            string_agg(to_status, ',' ORDER BY created_at, id) AS targets,
            bool_and(from_status || '>' || to_status IN ({legal})) AS is_legal,
            array_agg(CASE WHEN to_status = 'processing' THEN actor ELSE '' END
                ORDER BY created_at, id) FILTER (WHERE to_status = 'processing'
                OR (from_status = 'processing' AND to_status = 'pending')) AS starters
        FROM withdrawals_statuschange
        WHERE withdrawal_id IN (
            SELECT withdrawal_id FROM withdrawals_statuschange WHERE {is_back}
        )
        GROUP BY withdrawal_id
    ) path ON path.withdrawal_id = request.id
    WHERE NOT is_legal OR sources || ',' || request.status <> ',' || targets
        OR request.started_by <> COALESCE(starters[cardinality(starters)], '')
"""
_MOVEMENTS = """
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
"""
ONE_PASS = OnePass(
    "Every request has its movements, and the columns that its history has set",
    (_REQUESTS, _GONE_BACK, _MOVEMENTS),
    {
        "weight": _weight(),
        "times": _times(),
        "is_straight": _is_straight(),
        "is_back": " OR ".join(f"({_is_move(*move)})" for move in _BACK),
        "legal": literals(_LEGAL_MOVES | {f">{Status.PENDING}"}),
        "message": literals([Note.Kind.MESSAGE]),
        "messages": literals(MESSAGES.values()),
        "of_status": literals(f"{status}>{it}" for status, it in MESSAGES.items()),
        "refunded": literals(REFUNDED),
    },
)
