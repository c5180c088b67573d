"""Take jobs in hand and record what came of them.

A lease ends by itself, so that the work of a lost worker is done by another. Whoever
comes back after that finds a newer lease on the job, and records nothing. The time is
the database's: the clocks of the workers' machines may differ.
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from outbox.models import Job, JobState
from wallet.retries import atomic_with_retry

FREE = "job.leased_until IS NULL AND job.due_at <= {now}"
LOST = "job.leased_until <= {now}"

# Not while another one of its key is in hand, or comes before it.
_CLAIM = """
    WITH picked AS MATERIALIZED (
        SELECT job.id FROM outbox_job job
        WHERE job.state = 'due' AND {which} AND NOT EXISTS (
            SELECT 1 FROM outbox_job other
            WHERE other.state = 'due' AND other.ordering_key <> ''
                AND other.ordering_key = job.ordering_key AND other.id <> job.id
                AND ((other.position, other.id) < (job.position, job.id)
                    OR other.leased_until > {now})
        )
        ORDER BY job.due_at, job.id LIMIT %s {lock}
    )
    UPDATE outbox_job SET leased_until = {until}, lease = lease + 1,
        attempts = attempts + 1
    WHERE id IN (SELECT id FROM picked) RETURNING *
"""
_MOMENT = "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW'{})"
_DIALECTS = {
    "postgresql": {
        "now": "STATEMENT_TIMESTAMP()",
        "until": "STATEMENT_TIMESTAMP() + %s * INTERVAL '1 second'",
        "lock": "FOR UPDATE OF job SKIP LOCKED",
    },
    # IMMEDIATE: nobody else writes between the SELECT and the UPDATE.
    "sqlite": {
        "now": _MOMENT.format(""),
        "until": _MOMENT.format(", '+' || %s || ' seconds'"),
        "lock": "",
    },
}


@atomic_with_retry
def claim(which: str, most: int, lease: timedelta) -> list[Job]:
    """Take up to `most` jobs in hand, the longest due first; each attempt counts now.

    `which` is FREE, or LOST: in hand of a worker that did not come back in time.
    """
    words = _DIALECTS[connection.vendor]
    sql = _CLAIM.format(**words | {"which": which.format(**words)})
    jobs = Job.objects.raw(sql, [most, lease.total_seconds()])
    return sorted(jobs, key=lambda job: (job.due_at, job.pk))


def finish(job: Job) -> bool:
    """It is done. As all of these, False where a newer lease has it."""
    return bool(_held(job).delete()[0])


def postpone(job: Job, after: timedelta, error: str) -> bool:
    """Try it again after a while; what waits for it in order waits as long."""
    is_held = _let_go(job, due_at=Now() + after, last_error=error)
    if is_held and job.ordering_key:
        behind = Job.objects.filter(ordering_key=job.ordering_key, state=JobState.DUE)
        due_at = Now() + after
        behind.filter(leased_until=None, due_at__lt=due_at).update(due_at=due_at)
    return is_held


def give_back(job: Job, after: timedelta = timedelta(0)) -> bool:
    """It was not tried: another worker may, and the attempt does not count."""
    return _let_go(job, due_at=Now() + after, attempts=F("attempts") - 1)


def bury(job: Job, error: str) -> bool:
    """It has failed too often: it stays, for a person to look at."""
    return _let_go(job, state=JobState.DEAD, last_error=error)


def _let_go(job: Job, **changes: Any) -> bool:
    return bool(_held(job).update(leased_until=None, **changes))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.DUE)
