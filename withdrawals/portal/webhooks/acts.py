"""The buttons of webhooks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from project.http import UserHttpRequest, ip_of
from project.login.proof import step_up
from withdrawals.actors import Actor
from withdrawals.notifications import by_hand, endpoints
from withdrawals.notifications.endpoints import NewSecret
from withdrawals.notifications.exceptions import (
    EndpointDisabled,
    InvalidEndpoint,
    TooManyEndpoints,
)
from withdrawals.notifications.models import Cause
from withdrawals.portal.access import needs, staff_page
from withdrawals.portal.webhooks.forms import EventsForm, NewEndpointForm
from withdrawals.portal.webhooks.notices import MANAGE
from withdrawals.portal.webhooks.pages import (
    all_endpoints,
    found,
    found_message,
    one_endpoint,
)


@require_POST
@staff_page
@needs(MANAGE)
@step_up
def new_webhook(request: UserHttpRequest) -> HttpResponseBase:
    """Make an endpoint, and show its secret this once."""
    form = NewEndpointForm(request.POST)
    if not form.is_valid():
        return all_endpoints(request, form)
    asked = form.cleaned_data
    try:
        made = endpoints.create(
            asked["app"],
            asked["url"],
            asked["events"],
            is_test=asked["mode"] == "test",
            actor=Actor.staff(request.user),
            ip=ip_of(request),
        )
    except InvalidEndpoint as error:
        form.add_error(error.field, f"The address {error.problem}.")
        return all_endpoints(request, form)
    except TooManyEndpoints as error:
        form.add_error("app", str(error))
        return all_endpoints(request, form)
    return _secret(request, made)


@require_POST
@staff_page
@needs(MANAGE)
@step_up
def rotate_webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    """Make another secret, and show it this once."""
    endpoint = found(endpoint_id)
    actor, ip = Actor.staff(request.user), ip_of(request)
    made = endpoints.rotate(endpoint, actor=actor, ip=ip)
    return _secret(request, made, is_rotated=True)


@require_POST
@staff_page
@needs(MANAGE)
def choose_events(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    endpoint, form = found(endpoint_id), EventsForm(request.POST)
    if not form.is_valid():
        return one_endpoint(request, endpoint, form)
    events = form.cleaned_data["events"]
    actor, ip = Actor.staff(request.user), ip_of(request)
    endpoints.choose(endpoint, events, actor=actor, ip=ip)
    messages.success(request, "Saved. It hears of these events from now on.")
    return redirect("portal:webhook", endpoint_id)


@require_POST
@staff_page
@needs(MANAGE)
def test_webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    actor, ip = Actor.staff(request.user), ip_of(request)
    try:
        event = by_hand.send_test(found(endpoint_id), actor=actor, ip=ip)
    except EndpointDisabled:
        messages.error(request, "It is disabled: nothing is sent to it.")
    else:
        said = f"The test event {event} is on its way. Reload in a moment."
        messages.success(request, said)
    return redirect("portal:webhook", endpoint_id)


@require_POST
@staff_page
@needs(MANAGE)
def enable_webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    actor, ip = Actor.staff(request.user), ip_of(request)
    endpoints.enable(found(endpoint_id), actor=actor, ip=ip)
    messages.success(request, "Enabled. It hears of what happens from now on.")
    return redirect("portal:webhook", endpoint_id)


@require_POST
@staff_page
@needs(MANAGE)
def disable_webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    actor, ip = Actor.staff(request.user), ip_of(request)
    endpoints.disable(found(endpoint_id), Cause.BY_HAND, actor=actor, ip=ip)
    messages.success(request, "Disabled. Nothing is sent to it any more.")
    return redirect("portal:webhook", endpoint_id)


@require_POST
@staff_page
@needs(MANAGE)
def delete_webhook(request: UserHttpRequest, endpoint_id: UUID) -> HttpResponseBase:
    endpoint = found(endpoint_id)
    actor, ip = Actor.staff(request.user), ip_of(request)
    endpoints.delete(endpoint, actor=actor, ip=ip)
    messages.success(request, f"The webhook of {endpoint.app.name} is deleted.")
    return redirect("portal:webhooks")


@require_POST
@staff_page
@needs(MANAGE)
def redeliver(
    request: UserHttpRequest, endpoint_id: UUID, message_id: UUID
) -> HttpResponseBase:
    message = found_message(endpoint_id, message_id)
    actor, ip = Actor.staff(request.user), ip_of(request)
    try:
        by_hand.redeliver(message, actor=actor, ip=ip)
    except EndpointDisabled:
        messages.error(request, "The webhook is disabled: enable it first.")
    else:
        messages.success(request, "It is sent once more. Reload in a moment.")
    return redirect("portal:delivery", endpoint_id, message_id)


def _secret(
    request: UserHttpRequest, made: NewSecret, *, is_rotated: bool = False
) -> HttpResponse:
    context = {"section": "webhooks", "made": made, "is_rotated": is_rotated}
    return render(request, "portal/webhooks/secret.html", context)
