"""What must hold between a request's own columns and what happened to it."""

from wallet.verification import Check, literals
from withdrawals.models import Note
from withdrawals.one_pass import ONE_PASS
from withdrawals.states import MESSAGES

__all__ = ["CHECKS", "ONE_PASS"]

_MESSAGE_KIND = {"message": literals([Note.Kind.MESSAGE])}

CHECKS = (
    Check(
        "The reviewer is whoever started the request last",
        "{reference}: reviewer {reviewer}, it was started by {starter}",
        """
        SELECT request.reference, request.started_by AS reviewer, latest.starter
        FROM withdrawals_coinwithdrawal request
        LEFT JOIN (
            SELECT withdrawal_id,
                CASE WHEN to_status = 'processing' THEN actor ELSE '' END AS starter,
                ROW_NUMBER() OVER (
                    PARTITION BY withdrawal_id ORDER BY created_at DESC, id DESC
                ) AS age
            FROM withdrawals_statuschange
            WHERE to_status = 'processing'
                OR (from_status = 'processing' AND to_status = 'pending')
        ) latest ON latest.withdrawal_id = request.id AND latest.age = 1
        WHERE request.started_by <> COALESCE(latest.starter, '')
        """,
    ),
    Check(
        "A request counts its changes",
        "{reference}: version {version}, it was changed {number} times",
        """
        SELECT request.reference, request.version, COALESCE(made.number, 0) AS number
        FROM withdrawals_coinwithdrawal request
        LEFT JOIN (
            SELECT withdrawal_id, COUNT(*) AS number FROM (
                SELECT withdrawal_id FROM withdrawals_statuschange
                UNION ALL
                SELECT withdrawal_id FROM withdrawals_note WHERE kind = {message}
            ) changes
            GROUP BY withdrawal_id
        ) made ON made.withdrawal_id = request.id
        WHERE request.version <> COALESCE(made.number, 0)
        """,
        _MESSAGE_KIND,
    ),
    Check(
        "A request was made when its history begins",
        "{reference}: requested {requested}, the history begins {begins}",
        """
        SELECT request.reference, request.created_at AS requested,
            first.created_at AS begins
        FROM withdrawals_coinwithdrawal request
        JOIN withdrawals_statuschange first
            ON first.withdrawal_id = request.id AND first.from_status = ''
        WHERE request.created_at <> first.created_at
        """,
    ),
    Check(
        "A transaction ID and its time come with the payment",
        "{reference}: transaction ID (UTR) {utr} of {completed_at}, "
        "the history has the payment {paid}",
        """
        SELECT request.reference, request.utr, request.completed_at,
            payment.created_at AS paid
        FROM withdrawals_coinwithdrawal request
        LEFT JOIN withdrawals_statuschange payment
            ON payment.withdrawal_id = request.id AND payment.to_status = 'completed'
        WHERE (request.utr IS NULL) <> (payment.created_at IS NULL)
            OR (request.completed_at IS NULL) <> (payment.created_at IS NULL)
            OR request.completed_at <> payment.created_at
        """,
    ),
    Check(
        "A failure has a reason, and nothing else has one",
        "{reference}: status {status}, reason of the failure {reason}",
        """
        SELECT reference, status, failure_reason AS reason
        FROM withdrawals_coinwithdrawal
        WHERE (failure_reason IS NULL) = (status = 'failed')
        """,
    ),
    # What staff wrote stays, but words of ours give way to the next ones of ours.
    Check(
        "The user reads what staff wrote last, or the message of the status",
        "{reference}: the user reads {read}, the message is {written}",
        """
        SELECT request.reference, request.admin_notes AS read,
            COALESCE(latest.text, 'that of the status') AS written
        FROM withdrawals_coinwithdrawal request
        LEFT JOIN (
            SELECT withdrawal_id, text, ROW_NUMBER() OVER (
                PARTITION BY withdrawal_id ORDER BY created_at DESC, id DESC
            ) AS age
            FROM withdrawals_note WHERE kind = {message}
        ) latest ON latest.withdrawal_id = request.id AND latest.age = 1
        WHERE (latest.text IS NULL OR latest.text <> request.admin_notes) AND (
            latest.text NOT IN ({messages})
            OR request.status || '>' || request.admin_notes NOT IN ({of_status})
        )
        """,
        _MESSAGE_KIND
        | {
            "messages": literals(MESSAGES.values()),
            "of_status": literals(f"{status}>{it}" for status, it in MESSAGES.items()),
        },
    ),
)
