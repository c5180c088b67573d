"""Webhooks of the app that calls: those of its key's mode, and of no other app.

No secret is in an answer that is kept with an Idempotency-Key.
"""

from collections.abc import Callable

from django.http import HttpResponse
from ninja import Query, Router

from wallet import clock
from withdrawals.api import journal
from withdrawals.api import webhook_schemas as schemas
from withdrawals.api.access import ApiRequest, BearerKey, Caller
from withdrawals.api.answers import Told, respond, respond_once
from withdrawals.api.own_webhooks import caller_of, find
from withdrawals.api.parameters import KEY
from withdrawals.api.schemas import ErrorAnswer
from withdrawals.integrations.scopes import Scope
from withdrawals.notifications import by_hand, endpoints
from withdrawals.notifications.models import Cause, Endpoint

router = Router(tags=["Webhooks"], auth=BearerKey(Scope.WEBHOOKS_MANAGE))

_ERROR = {400: ErrorAnswer}  # the others are added, see openapi.py


@router.get("/", response={200: schemas.WebhooksAnswer, **_ERROR})
def webhooks(request: ApiRequest) -> HttpResponse:
    """The app's webhooks, oldest first: the live or the test ones, as the key is."""
    caller = caller_of(request)
    found = caller.key.app.endpoints.filter(is_test=caller.key.is_test)
    data = list(found.order_by("created_at", "id"))
    journal.about(request, count=len(data))
    facts = {"count": len(data), "data": data}
    return respond(request, schemas.WebhooksAnswer.model_validate(facts))


@router.post("/", response={201: schemas.WebhookAnswer, **_ERROR})
def add_webhook(
    request: ApiRequest, body: schemas.NewWebhook, key: str | None = KEY
) -> HttpResponse:
    """Set up a webhook: its events are sent to the address from now on.

    The answer does not hold the secret, which has a call of its own.
    """
    caller = caller_of(request)

    def act() -> Told:
        made = endpoints.create(
            caller.key.app,
            body.url,
            body.events,
            is_test=caller.key.is_test,
            actor=caller.actor,
            ip=caller.ip,
        )
        answer = schemas.WebhookAnswer.model_validate({"data": made.endpoint})
        return Told.by(answer, webhook_id=made.endpoint.pk)

    journal.about(request, events=",".join(body.events))
    return respond_once(request, key, body, act, 201)


@router.get("/secret/", response={200: schemas.SecretAnswer, **_ERROR})
def webhook_secret(
    request: ApiRequest, query: Query[schemas.OneWebhook]
) -> HttpResponse:
    """The secret that signs a webhook's events. Each reading of it is kept for ever."""
    caller = caller_of(request)
    journal.about(request, webhook_id=query.webhook_id)
    endpoint = find(caller, query.webhook_id)
    keeps_old = endpoint.keeps_old_secret(clock.now())
    data = schemas.Secret(
        webhook_id=endpoint.pk,
        secret=endpoints.reveal(endpoint, actor=caller.actor, ip=caller.ip),
        old_secret_until=endpoint.old_secret_until if keeps_old else None,
    )
    return respond(request, schemas.SecretAnswer(data=data))


@router.post("/rotate/", response={200: schemas.RotatedAnswer, **_ERROR})
def rotate_secret(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Make a new secret. For 24 hours the old one signs beside it.

    The answer does not hold the secret, which has a call of its own.
    """

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        made = endpoints.rotate(endpoint, actor=caller.actor, ip=caller.ip)
        return Told.by(schemas.RotatedAnswer.model_validate({"data": made.endpoint}))

    return _do_once(request, key, body, act)


@router.post("/events/", response={200: schemas.ChangedAnswer, **_ERROR})
def choose_events(
    request: ApiRequest, body: schemas.ChosenEvents, key: str | None = KEY
) -> HttpResponse:
    """Choose other events for a webhook: it hears of these, and of no others."""

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        events, by, ip = body.events, caller.actor, caller.ip
        return _changed(endpoints.choose(endpoint, events, actor=by, ip=ip))

    return _do_once(request, key, body, act, events=",".join(body.events))


@router.post("/enable/", response={200: schemas.ChangedAnswer, **_ERROR})
def enable_webhook(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Enable a webhook: it hears of what happens from now on."""

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        return _changed(endpoints.enable(endpoint, actor=caller.actor, ip=caller.ip))

    return _do_once(request, key, body, act)


@router.post("/disable/", response={200: schemas.ChangedAnswer, **_ERROR})
def disable_webhook(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Disable a webhook: nothing is sent to it, nor later what it missed."""

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        by, ip = caller.actor, caller.ip
        return _changed(endpoints.disable(endpoint, Cause.BY_HAND, actor=by, ip=ip))

    return _do_once(request, key, body, act)


@router.post("/delete/", response={200: schemas.DeletedAnswer, **_ERROR})
def delete_webhook(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Delete a webhook with the log of what was sent to it."""

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        endpoints.delete(endpoint, actor=caller.actor, ip=caller.ip)
        data = schemas.Deleted(webhook_id=body.webhook_id)
        return Told.by(schemas.DeletedAnswer(data=data))

    return _do_once(request, key, body, act)


@router.post("/test/", response={200: schemas.SentAnswer, **_ERROR})
def send_test(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Send a test event, which is about no request, to see whether it arrives."""

    def act(endpoint: Endpoint, caller: Caller) -> Told:
        event_id = by_hand.send_test(endpoint, actor=caller.actor, ip=caller.ip)
        data = schemas.Sent(webhook_id=endpoint.pk, event_id=event_id)
        return Told.by(schemas.SentAnswer(data=data), event_id=event_id)

    return _do_once(request, key, body, act)


def _do_once(
    request: ApiRequest,
    key: str | None,
    body: schemas.OneWebhook,
    act: Callable[[Endpoint, Caller], Told],
    **facts: object,
) -> HttpResponse:
    """Do `act` with the webhook that the body names, which must be the app's own."""
    caller = caller_of(request)
    journal.about(request, webhook_id=body.webhook_id, **facts)
    return respond_once(
        request, key, body, lambda: act(find(caller, body.webhook_id), caller)
    )


def _changed(endpoint: Endpoint) -> Told:
    return Told.by(schemas.ChangedAnswer.model_validate({"data": endpoint}))
