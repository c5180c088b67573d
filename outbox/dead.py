"""Jobs that were given up: a person tries them again, or drops them."""

from django.db.models import QuerySet
from django.db.models.functions import Now

from outbox.models import Job, JobState
from wallet.retries import atomic_with_retry


@atomic_with_retry
def retry(job_id: int) -> bool:
    """Make a dead job due, as if it were new; False where there is no such one."""
    if not _dead(job_id).select_for_update().exists():
        return False
    job = _dead(job_id).get()
    # Whoever takes the next of its key in hand does so before this, or sees it.
    behind = Job.objects.filter(ordering_key=job.ordering_key, state=JobState.DUE)
    if job.ordering_key:
        list(behind.select_for_update().order_by("pk"))
    _dead(job_id).update(state=JobState.DUE, attempts=0, due_at=Now())
    return True


@atomic_with_retry
def drop(job_id: int) -> bool:
    """Delete a dead job for ever; False where there is no such one."""
    return bool(_dead(job_id).delete()[0])


def _dead(job_id: int) -> QuerySet[Job]:
    return Job.objects.filter(pk=job_id, state=JobState.DEAD)
