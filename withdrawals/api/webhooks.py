"""Webhooks of the app that calls: those of its key's mode, and of no other app.

No secret is in an answer that is kept with an Idempotency-Key.
"""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from wallet import clock
from withdrawals.api import journal
from withdrawals.api import webhook_schemas as schemas
from withdrawals.api.access import ApiRequest, BearerKey, Caller
from withdrawals.api.answers import Told, respond, respond_once
from withdrawals.api.exceptions import KeyRequired
from withdrawals.api.parameters import KEY
from withdrawals.api.schemas import ErrorAnswer
from withdrawals.integrations.scopes import Scope
from withdrawals.notifications import by_hand, endpoints
from withdrawals.notifications.models import Endpoint

router = Router(tags=["Webhooks"], auth=BearerKey(Scope.WEBHOOKS_MANAGE))

_ERROR = {400: ErrorAnswer}  # the others are added, see openapi.py


@router.get("/", response={200: schemas.WebhooksAnswer, **_ERROR})
def webhooks(request: ApiRequest) -> HttpResponse:
    """The app's webhooks, oldest first: the live or the test ones, as the key is."""
    caller = _caller(request)
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
    caller = _caller(request)

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
    caller = _caller(request)
    journal.about(request, webhook_id=query.webhook_id)
    endpoint = _find(caller, query.webhook_id)
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
    caller = _caller(request)

    def act() -> Told:
        endpoint = _find(caller, body.webhook_id)
        made = endpoints.rotate(endpoint, actor=caller.actor, ip=caller.ip)
        answer = schemas.RotatedAnswer.model_validate({"data": made.endpoint})
        return Told.by(answer)

    journal.about(request, webhook_id=body.webhook_id)
    return respond_once(request, key, body, act)


@router.post("/delete/", response={200: schemas.DeletedAnswer, **_ERROR})
def delete_webhook(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Delete a webhook with the log of what was sent to it."""
    caller = _caller(request)

    def act() -> Told:
        endpoint = _find(caller, body.webhook_id)
        endpoints.delete(endpoint, actor=caller.actor, ip=caller.ip)
        data = schemas.Deleted(webhook_id=body.webhook_id)
        return Told.by(schemas.DeletedAnswer(data=data))

    journal.about(request, webhook_id=body.webhook_id)
    return respond_once(request, key, body, act)


@router.post("/test/", response={200: schemas.SentAnswer, **_ERROR})
def send_test(
    request: ApiRequest, body: schemas.OneWebhook, key: str | None = KEY
) -> HttpResponse:
    """Send a test event, which is about no request, to see whether it arrives."""
    caller = _caller(request)

    def act() -> Told:
        endpoint = _find(caller, body.webhook_id)
        event_id = by_hand.send_test(endpoint, actor=caller.actor, ip=caller.ip)
        data = schemas.Sent(webhook_id=endpoint.pk, event_id=event_id)
        return Told.by(schemas.SentAnswer(data=data), event_id=event_id)

    journal.about(request, webhook_id=body.webhook_id)
    return respond_once(request, key, body, act)


def _caller(request: ApiRequest) -> Caller:
    """Raises KeyRequired: without a key nobody knows which app calls."""
    if request.caller is None:
        raise KeyRequired
    return request.caller


def _find(caller: Caller, webhook_id: UUID) -> Endpoint:
    """Raises Endpoint.DoesNotExist, also for one of another app or mode."""
    mine = Endpoint.objects.filter(app=caller.key.app, is_test=caller.key.is_test)
    return mine.select_related("app").get(pk=webhook_id)
