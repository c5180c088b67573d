"""The pages of webhooks: all endpoints, one with its log, one delivery."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from outbox.models import Job
from project.http import UserHttpRequest
from withdrawals.events import Event
from withdrawals.notifications.endpoints import KIND, MOST
from withdrawals.notifications.models import Endpoint, Message
from withdrawals.portal import keyset
from withdrawals.portal.access import needs, staff_page
from withdrawals.portal.address import shown
from withdrawals.portal.tabs import NEWEST_FIRST
from withdrawals.portal.webhooks.forms import EventsForm, LogFilter, NewEndpointForm
from withdrawals.portal.webhooks.notices import MANAGE, dead_jobs, given_up
from withdrawals.sight import as_seen_by

SIZE = 25
FILTERS = ("state", "event", "request")


@require_safe
@staff_page
@needs(MANAGE)
def webhooks(request: UserHttpRequest) -> HttpResponse:
    """Every endpoint of every app, and a form for another one."""
    return all_endpoints(request)


@require_safe
@staff_page
@needs(MANAGE)
def webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponse:
    """An endpoint, what may be done with it, and what was sent to it."""
    return one_endpoint(request, found(endpoint_id))


@require_safe
@staff_page
@needs(MANAGE)
def delivery(
    request: UserHttpRequest, endpoint_id: UUID, message_id: UUID
) -> HttpResponse:
    """An event as it was sent, and what was answered to each attempt."""
    message = found_message(endpoint_id, message_id)
    attempts = list(message.attempts.order_by("-number")[:100])
    for attempt in attempts:
        attempt.answer = as_seen_by(request.user, attempt.answer)
    context = {
        "section": "webhooks",
        "message": message,
        "endpoint": message.endpoint,
        "payload": as_seen_by(request.user, message.payload),
        "attempts": attempts,
    }
    return render(request, "portal/webhooks/delivery.html", context)


def all_endpoints(
    request: UserHttpRequest, form: NewEndpointForm | None = None
) -> HttpResponse:
    endpoints = Endpoint.objects.select_related("app").annotate(
        latest=Max("messages__created_at")
    )
    usual: dict[str, Any] = {"mode": "live", "events": Event.values}
    context = {
        "section": "webhooks",
        "given_up": given_up(request.user),
        "dead_jobs": dead_jobs(request.user),
        "endpoints": endpoints.order_by("app__name", "is_test", "created_at"),
        "form": form or NewEndpointForm(initial=usual),
        "event_count": len(Event),
        "most": MOST,
    }
    return render(request, "portal/webhooks/all.html", context, status=_status(form))


def one_endpoint(
    request: UserHttpRequest, endpoint: Endpoint, form: EventsForm | None = None
) -> HttpResponse:
    log = LogFilter(request.GET)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    jobs = Job.objects.filter(kind=KIND, target=str(endpoint.pk))
    context = {
        "section": "webhooks",
        "endpoint": endpoint,
        "keeps_old": endpoint.keeps_old_secret(timezone.now()),
        "form": form or EventsForm(initial={"events": endpoint.events}),
        "log": log,
        "page": keyset.page(log.found(endpoint), NEWEST_FIRST, SIZE, **places),
        "query": shown(request.GET, keep=FILTERS).urlencode(),
        "waiting": jobs[:1000].count(),
        "event_count": len(Event),
    }
    wrong = form if form else log if not log.is_valid() else None
    return render(request, "portal/webhooks/one.html", context, status=_status(wrong))


def found(endpoint_id: UUID) -> Endpoint:
    return get_object_or_404(Endpoint.objects.select_related("app"), pk=endpoint_id)


def found_message(endpoint_id: UUID, message_id: UUID) -> Message:
    messages = Message.objects.select_related("endpoint__app")
    return get_object_or_404(messages, pk=message_id, endpoint_id=endpoint_id)


def _status(wrong: object) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
