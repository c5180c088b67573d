"""What must hold for every request, its history and its movements."""

from django.db.models import Count, Sum

from wallet.verification import Check, Figures, dashed, literals
from withdrawals.models import CoinWithdrawal
from withdrawals.one_pass import ONE_PASS
from withdrawals.states import OPEN, REFUNDED, TRANSITIONS, Status

__all__ = ["CHECKS", "ONE_PASS", "figures"]


def figures() -> Figures:
    """All requests, and the coins of the live ones."""
    rows = CoinWithdrawal.objects.values_list("status", "is_test")
    found = list(rows.annotate(Count("pk"), Sum("coins_amount")).order_by())
    live = {status: coins for status, is_test, _, coins in found if not is_test}
    coins = {
        "held": sum(live.get(status, 0) for status in OPEN),
        "paid": live.get(Status.COMPLETED, 0),
    }
    return Figures({"requests": sum(number for _, _, number, _ in found)}, coins)


_LEGAL_MOVES = {f"{step.source}>{step.target}" for step in TRANSITIONS}

CHECKS = (
    Check(
        "One debit for each request, one refund if it failed or was cancelled",
        "{reference}: {type} of {amount} coins, user {user_id}: "
        "{due} expected, {found} found",
        """
        SELECT reference, type, amount, user_id,
            CAST(SUM(due) AS bigint) AS due, CAST(SUM(found) AS bigint) AS found
        FROM (
            SELECT 'withdrawal:' || {dashed_id} AS reference, 'withdrawal' AS type,
                coins_amount AS amount, user_id, 1 AS due, 0 AS found
            FROM withdrawals_coinwithdrawal
            UNION ALL
            SELECT 'refund:' || {dashed_id}, 'refund', coins_amount, user_id, 1, 0
            FROM withdrawals_coinwithdrawal WHERE status IN ({refunded})
            UNION ALL
            SELECT reference, transaction_type, amount, user_coins_id, 0, 1
            FROM wallet_cointransaction
            WHERE transaction_type IN ('withdrawal', 'refund')
                OR reference LIKE 'withdrawal:%' OR reference LIKE 'refund:%'
        ) movements
        GROUP BY reference, type, amount, user_id
        HAVING SUM(due) <> SUM(found)
        """,
        {"dashed_id": dashed("id"), "refunded": literals(REFUNDED)},
    ),
    Check(
        "Ten coins are a rupee",
        "{reference}: {coins} coins, but {rupees} rupees",
        """
        SELECT reference, coins_amount AS coins, rupees_amount AS rupees
        FROM withdrawals_coinwithdrawal WHERE coins_amount <> rupees_amount * 10
        """,
    ),
    Check(
        "A request has a known status",
        "{reference}: unknown status {status}",
        """
        SELECT reference, status
        FROM withdrawals_coinwithdrawal WHERE status NOT IN ({statuses})
        """,
        {"statuses": literals(Status)},
    ),
    Check(
        "A history begins with the request",
        "{reference}: the history begins with {source} to {target}, "
        "it should be nothing to pending",
        """
        SELECT request.reference, first.from_status AS source,
            first.to_status AS target
        FROM withdrawals_coinwithdrawal request
        LEFT JOIN (
            SELECT withdrawal_id, from_status, to_status, ROW_NUMBER() OVER (
                PARTITION BY withdrawal_id ORDER BY created_at, id
            ) AS place
            FROM withdrawals_statuschange
        ) first ON first.withdrawal_id = request.id AND first.place = 1
        WHERE COALESCE(first.from_status, 'none') <> ''
            OR first.to_status <> 'pending'
        """,
    ),
    Check(
        "Each status change goes on from the one before",
        "{reference}: the history goes on from {source} after it came to {before}",
        """
        SELECT request.reference, change.from_status AS source, change.before
        FROM (
            SELECT withdrawal_id, from_status, LAG(to_status) OVER (
                PARTITION BY withdrawal_id ORDER BY created_at, id
            ) AS before
            FROM withdrawals_statuschange
        ) change
        JOIN withdrawals_coinwithdrawal request ON request.id = change.withdrawal_id
        WHERE change.from_status <> change.before
        """,
    ),
    Check(
        "Each status change is a legal move",
        "{reference}: the move from {source} to {target} is not legal",
        """
        SELECT request.reference, change.from_status AS source,
            change.to_status AS target
        FROM withdrawals_statuschange change
        JOIN withdrawals_coinwithdrawal request ON request.id = change.withdrawal_id
        WHERE change.from_status || '>' || change.to_status NOT IN ({legal})
        """,
        {"legal": literals(_LEGAL_MOVES | {f">{Status.PENDING}"})},
    ),
    Check(
        "A request has the status that its history ends with",
        "{reference}: status {status}, the history ends with {latest}",
        """
        SELECT request.reference, request.status, change.to_status AS latest
        FROM withdrawals_coinwithdrawal request
        JOIN (
            SELECT withdrawal_id, to_status, ROW_NUMBER() OVER (
                PARTITION BY withdrawal_id ORDER BY created_at DESC, id DESC
            ) AS age
            FROM withdrawals_statuschange
        ) change ON change.withdrawal_id = request.id AND change.age = 1
        WHERE request.status <> change.to_status
        """,
    ),
    Check(
        "A completed request has its transaction ID",
        "{reference}: completed without a transaction ID (UTR)",
        """
        SELECT reference FROM withdrawals_coinwithdrawal
        WHERE status = 'completed' AND COALESCE(utr, '') = ''
        """,
    ),
    Check(
        "A transaction ID is in capitals, without spaces around it",
        "{reference}: transaction ID (UTR) {utr} is not as it would be kept",
        """
        SELECT reference, utr FROM withdrawals_coinwithdrawal
        WHERE utr <> UPPER(TRIM(utr))
        """,
    ),
    Check(
        "A transaction ID proves one payment",
        "{reference}: transaction ID (UTR) {utr} also proves {other}",
        """
        SELECT * FROM (
            SELECT reference, utr, MIN(reference) OVER (
                PARTITION BY UPPER(TRIM(utr))
            ) AS other
            FROM withdrawals_coinwithdrawal WHERE utr <> ''
        ) proof
        WHERE reference <> other
        """,
    ),
)
