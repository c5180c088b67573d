"""Webhooks: what comes in and what goes out. Only one answer holds a secret."""

from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StrictStr

from withdrawals.api.fields import Events, Id, Limit, Moment, must_be
from withdrawals.events import Event
from withdrawals.notifications.models import Endpoint, MessageState


class NewWebhook(Schema):
    url: StrictStr = must_be("url")
    events: Events = must_be("events", min_length=1)


class OneWebhook(Schema):
    webhook_id: Id = must_be("webhook_id")


class ChosenEvents(OneWebhook):
    events: Events = must_be("events", min_length=1)


class OneDelivery(OneWebhook):
    delivery_id: Id = must_be("delivery_id")


class DeliveriesQuery(OneWebhook):
    limit: Limit = must_be("limit", default=50, ge=1, le=100)
    outcome: MessageState | None = must_be("outcome", default=None)
    cursor: str = must_be("cursor", default="")


class Webhook(Schema):  # from an Endpoint
    id: UUID
    mode: Literal["live", "test"]
    url: str
    events: list[Event]
    enabled: bool = Field(alias="is_enabled")
    disabled_cause: Literal["by_hand", "gone", "failing"] | None
    disabled_at: Moment | None
    failing_since: Moment | None
    created_at: Moment

    @staticmethod
    def resolve_disabled_cause(endpoint: Endpoint) -> str | None:
        return endpoint.cause or None


class Secret(Schema):
    webhook_id: UUID
    secret: str
    old_secret_until: Moment | None


class Rotated(Schema):  # from an Endpoint
    webhook_id: UUID = Field(alias="id")
    old_secret_until: Moment


class Deleted(Schema):
    webhook_id: UUID


class Sent(Schema):
    webhook_id: UUID
    event_id: str


class Delivery(Schema):
    id: UUID
    event_id: str
    event: str
    withdrawal_id: UUID | None
    sequence: int
    outcome: MessageState
    attempts: int
    last_attempt_at: Moment | None
    last_status: int | None
    last_error: str | None
    next_attempt_at: Moment | None
    created_at: Moment


class WebhooksAnswer(Schema):
    success: Literal[True] = True
    count: int
    data: list[Webhook]


class WebhookAnswer(Schema):
    success: Literal[True] = True
    message: str = "Webhook created"
    data: Webhook


class ChangedAnswer(Schema):
    success: Literal[True] = True
    message: str = "Webhook changed"
    data: Webhook


class SecretAnswer(Schema):
    success: Literal[True] = True
    data: Secret


class RotatedAnswer(Schema):
    success: Literal[True] = True
    message: str = "New secret made"
    data: Rotated


class DeletedAnswer(Schema):
    success: Literal[True] = True
    message: str = "Webhook deleted"
    data: Deleted


class SentAnswer(Schema):
    success: Literal[True] = True
    message: str = "The event is on its way"
    data: Sent


class DeliveriesAnswer(Schema):
    success: Literal[True] = True
    webhook_id: UUID
    count: int
    data: list[Delivery]
    next: str | None
