"""A large table of requests, made by the database itself; most are done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from tests.guards import triggers_off

# Of so many, one each is pending, processing, failed and cancelled.
FEW_OPEN, SOME_OPEN = 200, 27  # 98 %, 85 % completed

_REQUESTS = """
INSERT INTO withdrawals_coinwithdrawal (
    id, reference, user_id, coins_amount, rupees_amount, upi_id, status, admin_notes,
    failure_reason, utr, started_by, version, created_at, completed_at
)
WITH RECURSIVE numbers (n) AS (
    SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows}
), made AS (
    SELECT n, 100 + n * {seven} % 99900 AS coins,
        CASE n % {of} WHEN 0 THEN 'pending' WHEN 1 THEN 'processing'
             WHEN 2 THEN 'failed' WHEN 3 THEN 'cancelled' ELSE 'completed' END AS status
    FROM numbers
)
SELECT {id}, 'WX' || (10000000 + n), 'user' || n % {users}, coins, coins / 10.0,
    'user' || n % {users} || '@ybl', status, 'A message',
    CASE WHEN status = 'failed' THEN 'Reason ' || n % 7 END,
    CASE WHEN status = 'completed' THEN 'UT' || (10000000 + n) END,
    CASE WHEN status IN ('processing', 'completed') THEN {reviewer} ELSE '' END,
    1, {time},
    CASE WHEN status = 'completed' THEN {time} END
FROM made
"""
# The last move of each.
_HISTORY = """
INSERT INTO withdrawals_statuschange (
    id, withdrawal_id, from_status, to_status, actor_kind, actor, note, created_at
)
SELECT {id}, id, 'pending', status, 'staff', COALESCE(NULLIF(started_by, ''), 'rita'),
    '', created_at
FROM withdrawals_coinwithdrawal WHERE status <> 'pending'
"""
_DIALECTS = {
    "postgresql": {
        "id": "gen_random_uuid()",
        "seven": "7::bigint",
        "time": "TIMESTAMPTZ '{since}' + n * INTERVAL '{every} seconds'",
    },
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "seven": "7",
        "time": "datetime('{since}', '+' || CAST(n * {every} AS INTEGER) || ' seconds')"
        " || '.000000'",
    },
}


def fill(
    rows: int,
    *,
    since: str = "2026-01-01 00:00",
    every: float = 60,
    of: int = FEW_OPEN,
    users: int = 5000,
    reviewer: str = "'rita'",
) -> None:
    """That many valid requests, `every` so many seconds since the day `since` (UTC).

    `reviewer` is SQL over the number `n` of a request.
    """
    values: dict[str, Any] = dict(_DIALECTS[connection.vendor])
    values["time"] = values["time"].format(since=since, every=every)
    values |= {"rows": rows, "of": of, "users": users, "reviewer": reviewer}
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(_REQUESTS.format(**values))
        cursor.execute(_HISTORY.format(**values))
        cursor.execute("ANALYZE")


@contextmanager
def indexes_off(*models: type[Model]) -> Iterator[None]:
    """On PostgreSQL: building them at the end takes a fraction of the time."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [[each._meta.db_table for each in models]])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, sql in indexes:
            cursor.execute(sql)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # or it is written while others are measured


_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = ANY (%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
