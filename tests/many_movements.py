"""A large ledger that adds up, made by PostgreSQL itself: five movements an account."""

from django.db import connection

from tests.guards import triggers_off
from withdrawals.states import MESSAGES

# Everybody earns three times, asks once, and gets the coins back or earns once more.
# Movements of one account lie far apart, as they do where many people come and go.
_PEOPLE = """
    CREATE TEMPORARY TABLE people ON COMMIT DROP AS
    SELECT n, 'user' || lpad((n::bigint * 7919 % {prime})::text, 8, '0') AS user_id,
        uuidv7() AS id, 100 + n % 900 AS coins,
        CASE WHEN n % 20 < 14 THEN 'completed' WHEN n % 20 < 16 THEN 'failed'
            WHEN n % 20 < 17 THEN 'cancelled' WHEN n % 20 < 18 THEN 'processing'
            ELSE 'pending' END AS status
    FROM generate_series(1, {accounts}) n
"""
_ACCOUNTS = """
    INSERT INTO wallet_usercoins (user_id, total_coins, last_sequence, created_at)
    SELECT user_id, CASE WHEN status IN ('failed', 'cancelled') THEN 3000
        ELSE 3500 - coins END, 5, now()
    FROM people
"""
_REQUESTS = """
    INSERT INTO withdrawals_coinwithdrawal (id, reference, user_id, coins_amount,
        rupees_amount, upi_id, status, admin_notes, failure_reason, utr, started_by,
        version, created_at, completed_at)
    SELECT id, 'WD' || n, user_id, coins, coins / 10.0, 'someone@okhdfcbank', status,
        message, CASE WHEN status = 'failed' THEN 'UPI ID not found' END,
        CASE WHEN status = 'completed' THEN 'UTR' || n END,
        CASE WHEN status IN ('processing', 'completed') THEN 'meera' ELSE '' END,
        CASE status WHEN 'completed' THEN 3 WHEN 'pending' THEN 1 ELSE 2 END,
        now() + interval '1 minute',
        CASE WHEN status = 'completed' THEN now() + interval '3 minutes' END
    FROM people JOIN (VALUES {messages}) said (status, message) USING (status)
    ORDER BY n
"""
_MOVES = """
    INSERT INTO withdrawals_statuschange
        (id, withdrawal_id, from_status, to_status, actor_kind, actor, note, created_at)
    SELECT uuidv7(), people.id, move.source, move.target, 'staff', 'meera', '',
        now() + move.place * interval '1 minute'
    FROM (VALUES
        (1, '', 'pending', '{{pending,processing,completed,failed,cancelled}}'),
        (2, 'pending', 'processing', '{{processing,completed}}'),
        (2, 'pending', 'failed', '{{failed}}'),
        (2, 'pending', 'cancelled', '{{cancelled}}'),
        (3, 'processing', 'completed', '{{completed}}')
    ) move (place, source, target, statuses)
    JOIN people ON people.status = ANY (move.statuses::text[])
    ORDER BY move.place, people.n
"""
_MOVEMENTS = """
    INSERT INTO wallet_cointransaction (id, user_coins_id, sequence, transaction_type,
        amount, balance_after, reason, reference, created_at)
    SELECT uuidv7(), user_id, sequence,
        CASE WHEN sequence = 4 THEN 'withdrawal' WHEN is_refund THEN 'refund'
            ELSE 'earned' END,
        CASE WHEN sequence = 4 OR is_refund THEN coins WHEN sequence = 5 THEN 500
            ELSE 1000 END,
        CASE WHEN sequence < 4 THEN sequence * 1000 WHEN sequence = 4 THEN 3000 - coins
            WHEN is_refund THEN 3000 ELSE 3500 - coins END,
        'Earned', CASE WHEN sequence = 4 THEN 'withdrawal:' || id
            WHEN is_refund THEN 'refund:' || id
            ELSE 'credit:' || n || '-' || sequence END, now()
    FROM (
        SELECT people.*, sequence,
            sequence = 5 AND status IN ('failed', 'cancelled') AS is_refund
        FROM generate_series(1, 5) sequence, people ORDER BY sequence, n
    ) movement
"""
REQUESTS = (_REQUESTS, _MOVES)
LEDGER = (_ACCOUNTS, *REQUESTS, _MOVEMENTS)
_PRIME = 99_999_989  # no two numbers below it give the same user


def fill(accounts: int, parts: tuple[str, ...] = LEDGER) -> None:
    """Fill an empty PostgreSQL; checks and unique constraints judge every row."""
    said = ", ".join(f"('{status}', '{text}')" for status, text in MESSAGES.items())
    with triggers_off(), connection.cursor() as cursor:
        for sql in (_PEOPLE, *parts):
            cursor.execute(sql.format(accounts=accounts, prime=_PRIME, messages=said))
