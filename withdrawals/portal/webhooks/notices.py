"""What an admin is told without asking."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet

from outbox.models import Job, JobState
from withdrawals.notifications.models import Cause, Endpoint
from withdrawals.portal.jobs import MANAGE as MANAGE_JOBS

MANAGE = "integrations.manage_app"
MOST = 99


def given_up(user: User) -> Iterable[Endpoint]:
    """The endpoints that the worker disabled, for whoever can do something about it."""
    if not user.has_perm(MANAGE):
        return []
    return _lost().select_related("app").order_by("-disabled_at")[:10]


def dead_jobs(user: User) -> int:
    """Up to MOST of them, for whoever can do something about it."""
    if not user.has_perm(MANAGE_JOBS):
        return 0
    return Job.objects.filter(state=JobState.DEAD)[:MOST].count()


def troubles(user: User) -> int:
    """How many webhooks and jobs were given up that this person can mend."""
    webhooks = _lost().count() if user.has_perm(MANAGE) else 0
    return min(webhooks + dead_jobs(user), MOST)


def _lost() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(cause__in=(Cause.GONE, Cause.FAILING))
