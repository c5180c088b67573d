"""What a person of the staff did on a day, and who did how much on it."""

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from wallet import clock
from withdrawals.audit import SEE
from withdrawals.models import AuditEntry, StatusChange
from withdrawals.portal import keyset
from withdrawals.portal.access import staff_page
from withdrawals.portal.bulk import past
from withdrawals.portal.days import A_DAY, VALIDATORS, midnight
from withdrawals.portal.tabs import NEWEST_FIRST
from withdrawals.portal.timeline import words
from withdrawals.states import ActorKind

SIZE = 50
MOST_ENTRIES = 50


class DayForm(forms.Form):
    """Without a day, or with one that is none, it is today."""

    day = forms.DateField(required=False, validators=VALIDATORS)

    @property
    def value(self) -> date:
        today = timezone.localdate(clock.now())
        return (self.is_valid() and self.cleaned_data["day"]) or today


@require_safe
@staff_page
def activity(request: UserHttpRequest) -> HttpResponse:
    """Everybody's own; for auditors and admins anyone's, and all of a day."""
    me, sees_all = request.user.get_username(), request.user.has_perm(SEE)
    person = request.GET.get("person", "").strip()
    if person != me and not sees_all:
        if person:
            raise PermissionDenied("may see their own activity only")
        person = me
    day = DayForm(request.GET).value
    context = _days(day) | {"section": "activity", "person": person, "me": me}
    context |= {"sees_all": sees_all, "runs": past.of_day(day, person)}
    context |= _of(request, person, day) if person else {"people": _people(day)}
    return render(request, "portal/activity.html", context)


def _days(day: date) -> dict[str, Any]:
    """The day, and the ones before and after it."""
    today = timezone.localdate(clock.now())
    return {
        "day": day,
        "today": today,
        "before": day - A_DAY,
        "after": day + A_DAY if day < today else None,
    }


def _of(request: UserHttpRequest, person: str, day: date) -> dict[str, Any]:
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    moves = _moves(day).filter(actor=person)
    page = keyset.page(moves.select_related("withdrawal"), NEWEST_FIRST, SIZE, **places)
    return {
        "counts": _counted(moves),
        "page": page,
        "rows": [(words(change), change) for change in page.rows],
        "entries": _entries(person, day),
    }


def _people(day: date) -> list[tuple[str, list[tuple[str, int]]]]:
    """Who moved requests on the day, and how many of which kind; the most first."""
    found: dict[str, Counter[str]] = {}
    rows = _moves(day).values_list("actor", "from_status", "to_status")
    for actor, source, target, number in rows.annotate(number=Count("*")):
        what = words(StatusChange(from_status=source, to_status=target))
        found.setdefault(actor, Counter())[what] += number
    busiest = sorted(found.items(), key=lambda each: (-each[1].total(), each[0]))
    return [(name, _most_first(did)) for name, did in busiest]


def _counted(moves: QuerySet[StatusChange]) -> list[tuple[str, int]]:
    rows = moves.values_list("from_status", "to_status").annotate(number=Count("*"))
    did = Counter[str]()
    for source, target, number in rows:
        did[words(StatusChange(from_status=source, to_status=target))] += number
    return _most_first(did)


def _most_first(did: Counter[str]) -> list[tuple[str, int]]:
    return sorted(did.items(), key=lambda each: (-each[1], each[0]))


def _moves(day: date) -> QuerySet[StatusChange]:
    return StatusChange.objects.filter(
        actor_kind=ActorKind.STAFF,
        withdrawal__is_test=False,
        created_at__gte=midnight(day),
        created_at__lt=midnight(day + A_DAY),
    )


def _entries(person: str, day: date) -> list[AuditEntry]:
    """The latest of the audit log; all of them are on its own page."""
    entries = AuditEntry.objects.filter(
        actor=person,
        created_at__gte=midnight(day),
        created_at__lt=midnight(day + A_DAY),
    )
    return list(entries.order_by("-created_at", "-id")[:MOST_ENTRIES])
