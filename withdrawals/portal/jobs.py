"""The work of the outbox: what waits, what is being done, what was given up."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from outbox import dead
from outbox.models import Job, JobState
from project.http import UserHttpRequest, ip_of
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct
from withdrawals.portal.access import needs, staff_page
from withdrawals.sight import as_seen_by

MANAGE = "outbox.manage_job"
SHOWN = 50
COUNTED = 999
LATE = timedelta(minutes=5)  # nothing waits that long while a worker runs


@require_safe
@staff_page
@needs(MANAGE)
def jobs(request: UserHttpRequest) -> HttpResponse:
    """Counts up to COUNTED, the dead, and what is due next."""
    now = timezone.now()
    alive = Job.objects.filter(state=JobState.DUE)
    buried = Job.objects.filter(state=JobState.DEAD)
    overdue = alive.filter(leased_until=None, due_at__lt=now - LATE)
    context = {
        "section": "webhooks",
        "now": now,
        "due": _count(alive.filter(leased_until=None, due_at__lte=now)),
        "later": _count(alive.filter(leased_until=None, due_at__gt=now)),
        "running": _count(alive.filter(leased_until__isnull=False)),
        "dead": _count(buried),
        "oldest": overdue.order_by("due_at").first(),
        "buried": _seen(request, buried.order_by("-id")[:SHOWN]),
        "waiting": _seen(request, alive.order_by("due_at", "id")[:SHOWN]),
    }
    return render(request, "portal/jobs.html", context)


@require_POST
@staff_page
@needs(MANAGE)
def retry_job(request: UserHttpRequest, job_id: int) -> HttpResponse:
    job = Job.objects.filter(pk=job_id).first()
    with transaction.atomic():
        if job and dead.retry(job_id):
            _tell(request, AuditAct.JOB_RETRIED, job)
            return _back(request, f"Job {job_id} is due again.")
    return _back(request)


@require_POST
@staff_page
@needs(MANAGE)
def drop_job(request: UserHttpRequest, job_id: int) -> HttpResponse:
    job = Job.objects.filter(pk=job_id).first()
    with transaction.atomic():
        if job and dead.drop(job_id):
            _tell(request, AuditAct.JOB_DROPPED, job)
            return _back(request, f"Job {job_id} is dropped.")
    return _back(request)


def _count(rows: QuerySet[Job]) -> str:
    number = rows[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else f"{number}"


def _seen(request: UserHttpRequest, rows: QuerySet[Job]) -> list[Job]:
    """The jobs with their errors as this person may read them."""
    found = list(rows)
    for job in found:
        job.last_error = as_seen_by(request.user, job.last_error)
    return found


def _tell(request: UserHttpRequest, act: AuditAct, job: Job) -> None:
    audit.record(
        act,
        actor=Actor.staff(request.user),
        target=f"job {job.pk}",
        ip=ip_of(request),
        kind=job.kind,
        error=job.last_error,
    )


def _back(request: UserHttpRequest, done: str = "") -> HttpResponse:
    if done:
        messages.success(request, done)
    else:
        messages.error(request, "Nothing changed: this job is not dead any more.")
    return redirect("portal:jobs")
