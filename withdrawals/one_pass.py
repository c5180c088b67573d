"""Whether the checks of requests would find anything at all, by one pass.

Each move of TRANSITIONS has a letter. A request's status changes, in their order, are
a word: no letter may follow where its move is not legal, and the last one leads to the
request's status. The columns must be what the history has set. The movements that the
requests caused are there, and no other.
"""

from itertools import pairwise
from string import ascii_lowercase

from wallet.passes import OnePass, point
from wallet.verification import literals
from withdrawals.models import Note
from withdrawals.states import MESSAGES, REFUNDED, TRANSITIONS, Status

_MOVES = [("", Status.PENDING), *((step.source, step.target) for step in TRANSITIONS)]
_LETTERS = dict(zip(_MOVES, ascii_lowercase, strict=False))
_START = _LETTERS[Status.PENDING, Status.PROCESSING]
_RELEASE = _LETTERS[Status.PROCESSING, Status.PENDING]


def _letter() -> str:
    """The SQL of a change's letter; none of a move that nobody may make."""
    cases = " ".join(
        f"WHEN from_status = '{source}' AND to_status = '{target}' THEN '{letter}'"
        for (source, target), letter in _LETTERS.items()
    )
    return f"CASE {cases} ELSE '?' END"


def _status() -> str:
    """The SQL of the status that a path ends with."""
    cases = " ".join(
        f"WHEN '{letter}' THEN '{target}'" for (_, target), letter in _LETTERS.items()
    )
    return f"CASE right(history.path, 1) {cases} END"


def _illegal() -> str:
    """The regular expression of a path with a move that is not legal where it is."""
    wrong = ["^[^a]"]
    for (_, target), letter in _LETTERS.items():
        next = "".join(it for (source, _), it in _LETTERS.items() if source == target)
        wrong.append(f"{letter}[^{next}]" if next else f"{letter}.")
    return "|".join(wrong)


# Of nearly all requests: found faster in a list than by the regular expression.
_USUAL = [
    "".join(_LETTERS[move] for move in pairwise(("", Status.PENDING, *path)))
    for path in (
        (),
        (Status.PROCESSING,),
        (Status.PROCESSING, Status.COMPLETED),
        (Status.FAILED,),
        (Status.CANCELLED,),
    )
]

# References and UTRs are unique by constraints, which the guards look at. Two changes
# at one moment, which the ids would put in order, are left to the checks.
_REQUESTS = """
    SELECT 1 FROM withdrawals_coinwithdrawal request
    LEFT JOIN (
        SELECT withdrawal_id, COUNT(*) AS number,
            (array_agg(text ORDER BY created_at DESC, id DESC))[1] AS text
        FROM withdrawals_note WHERE kind IN ({message}) GROUP BY withdrawal_id
    ) said ON said.withdrawal_id = request.id
    LEFT JOIN (
        SELECT withdrawal_id, string_agg({letter}, '' ORDER BY created_at) AS path,
            COUNT(DISTINCT created_at) AS moments, MIN(created_at) AS began_at,
            MIN(created_at) FILTER (WHERE to_status = 'completed') AS paid_at,
            array_agg(actor ORDER BY created_at)
                FILTER (WHERE to_status = 'processing') AS starters
        FROM withdrawals_statuschange GROUP BY withdrawal_id
    ) history ON history.withdrawal_id = request.id
    WHERE history.path IS NULL
        OR history.path NOT IN ({usual}) AND history.path ~ '{illegal}'
        OR history.moments <> length(history.path)
        OR request.status <> {status}
        OR request.started_by <> CASE
            WHEN history.path LIKE '%%{release}%%'
                AND history.path ~ '{release}[^{start}]*$' THEN ''
            ELSE COALESCE(history.starters[cardinality(history.starters)], '') END
        OR request.version <> length(history.path) + COALESCE(said.number, 0)
        OR request.created_at <> history.began_at
        OR request.completed_at IS DISTINCT FROM history.paid_at
        OR (request.utr IS NULL) <> (history.paid_at IS NULL)
        OR request.utr ~ '[^A-Z0-9]' AND request.utr <> UPPER(TRIM(request.utr))
        OR request.status = 'completed' AND COALESCE(request.utr, '') = ''
        OR (request.failure_reason IS NULL) = (request.status = 'failed')
        OR request.coins_amount <> request.rupees_amount * 10
        OR (said.text IS NULL OR said.text <> request.admin_notes) AND (
            said.text NOT IN ({messages})
            OR (request.status, request.admin_notes) NOT IN ({of_status})
        )
"""
_MOVEMENTS = """
    SELECT 1 FROM (
        SELECT SUM(side) AS rest FROM (
            SELECT {debit} AS side FROM withdrawals_coinwithdrawal
            UNION ALL
            SELECT {refund} FROM withdrawals_coinwithdrawal
            WHERE status IN ({refunded})
            UNION ALL
            SELECT -{found} FROM wallet_cointransaction
            WHERE transaction_type IN ('withdrawal', 'refund')
                OR reference LIKE 'withdrawal:%%' OR reference LIKE 'refund:%%'
        ) movements
    ) sides
    WHERE rest <> 0
"""


def _due(type_: str) -> str:
    """The SQL of the point of the movement that a request must have caused."""
    reference = f"'{type_}:' || CAST(id AS text)"
    return point(["user_id", reference, f"'{type_}'"], ["coins_amount"])


ONE_PASS = OnePass(
    "Every request has its movements, and the columns that its history has set",
    (_REQUESTS, _MOVEMENTS),
    {
        "letter": _letter(),
        "status": _status(),
        "illegal": _illegal(),
        "usual": literals(_USUAL),
        "start": _START,
        "release": _RELEASE,
        "message": literals([Note.Kind.MESSAGE]),
        "messages": literals(MESSAGES.values()),
        "of_status": ", ".join(f"('{key}', '{it}')" for key, it in MESSAGES.items()),
        "refunded": literals(REFUNDED),
        "debit": _due("withdrawal"),
        "refund": _due("refund"),
        "found": point(["user_coins_id", "reference", "transaction_type"], ["amount"]),
    },
)
