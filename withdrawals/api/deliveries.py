"""What was sent to a webhook of the app, and how to have it sent once more."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from withdrawals.api import cursors, journal
from withdrawals.api import webhook_schemas as schemas
from withdrawals.api.access import ApiRequest, BearerKey
from withdrawals.api.answers import Told, respond, respond_once
from withdrawals.api.own_webhooks import caller_of, find, find_delivery
from withdrawals.api.parameters import KEY
from withdrawals.api.schemas import ErrorAnswer
from withdrawals.integrations.scopes import Scope
from withdrawals.notifications import by_hand, log
from withdrawals.notifications.models import Attempt, Message, MessageState

router = Router(tags=["Webhooks"], auth=BearerKey(Scope.WEBHOOKS_MANAGE))

_ERROR = {400: ErrorAnswer}  # the others are added, see openapi.py
_LIST = "deliveries"


@router.get("/deliveries/", response={200: schemas.DeliveriesAnswer, **_ERROR})
def deliveries(
    request: ApiRequest, query: Query[schemas.DeliveriesQuery]
) -> HttpResponse:
    """What was sent to a webhook, newest first, and what came of it."""
    caller = caller_of(request)
    journal.about(request, webhook_id=query.webhook_id, limit=query.limit)
    endpoint, after = find(caller, query.webhook_id), None
    if query.cursor:
        after = _place_in(cursors.place_in(_LIST, str(endpoint.pk), query.cursor))
    found = log.newest(endpoint, query.limit + 1, state=query.outcome, after=after)
    page, more = found[: query.limit], len(found) > query.limit
    answer = schemas.DeliveriesAnswer(
        webhook_id=endpoint.pk,
        count=len(page),
        data=[_delivery(*each) for each in page],
        next=cursors.seal(_LIST, str(endpoint.pk), _place_of(page[-1][0]))
        if more
        else None,
    )
    return respond(request, answer)


@router.post("/redeliver/", response={200: schemas.SentAnswer, **_ERROR})
def redeliver(
    request: ApiRequest, body: schemas.OneDelivery, key: str | None = KEY
) -> HttpResponse:
    """Send an event once more, by the same webhook-id."""
    caller = caller_of(request)

    def act() -> Told:
        message = find_delivery(caller, body.webhook_id, body.delivery_id)
        by_hand.redeliver(message, actor=caller.actor, ip=caller.ip)
        data = schemas.Sent(webhook_id=body.webhook_id, event_id=message.event_id)
        return Told.by(schemas.SentAnswer(data=data))

    journal.about(request, webhook_id=body.webhook_id, delivery_id=body.delivery_id)
    return respond_once(request, key, body, act)


def _place_of(message: Message) -> str:
    return f"{message.created_at.isoformat()} {message.pk}"


def _place_in(text: str) -> log.Place:
    moment, _, last = text.partition(" ")
    return datetime.fromisoformat(moment), UUID(last)


def _delivery(message: Message, last: Attempt | None) -> schemas.Delivery:
    return schemas.Delivery(
        id=message.pk,
        event_id=message.event_id,
        event=message.event,
        withdrawal_id=None if message.is_test else UUID(message.subject),
        sequence=message.sequence,
        outcome=MessageState(message.state),
        attempts=message.attempt_count,
        last_attempt_at=last.at if last else None,
        last_status=last.status if last else None,
        last_error=(last.error or None) if last else None,
        next_attempt_at=message.next_at,
        created_at=message.created_at,
    )
