"""The runs of a day, for who looks back."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from withdrawals.portal.bulk.acts import act_named
from withdrawals.portal.bulk.models import BulkRun, Outcome
from withdrawals.portal.days import A_DAY, midnight

MOST_RUNS = 50


def of_day(day: date, person: str = "") -> list[tuple[BulkRun, str, str]]:
    """The latest runs, each with what it was and what became of its lines."""
    runs = _counted(BulkRun.objects.all())
    if person:
        runs = runs.filter(actor=person)
    runs = runs.filter(
        created_at__gte=midnight(day), created_at__lt=midnight(day + A_DAY)
    )
    latest = runs.order_by("-created_at", "-id")[:MOST_RUNS]
    return [(run, act_named(run.act).title, _became(run)) for run in latest]


def _counted(runs: QuerySet[BulkRun]) -> QuerySet[BulkRun]:
    """Each run has the number of its lines under the name of their outcome."""
    counts = {
        str(each): Count("lines", filter=Q(lines__outcome=each)) for each in Outcome
    }
    return runs.annotate(**counts)


def _became(run: BulkRun) -> str:
    """As "38 approved · 2 not changed"."""
    words = {
        Outcome.DONE: act_named(run.act).done,
        Outcome.REFUSED: "not changed",
        Outcome.WAITING: "not done yet",
    }
    counts = ((getattr(run, outcome), what) for outcome, what in words.items())
    return " · ".join(f"{number} {what}" for number, what in counts if number)
