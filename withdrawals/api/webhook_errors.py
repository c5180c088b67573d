"""The refusals of webhooks, as a part of the table in errors.py."""

from withdrawals.api.exceptions import KeyRequired
from withdrawals.api.refusal import Refusal
from withdrawals.notifications.exceptions import (
    EndpointDisabled,
    InvalidEndpoint,
    TooManyEndpoints,
)
from withdrawals.notifications.models import Endpoint, Message

WEBHOOK_REFUSALS: dict[type[Exception], Refusal] = {
    InvalidEndpoint: Refusal(
        400, "invalid_field", "{e.field} {e.problem}.", "{e.field}"
    ),
    KeyRequired: Refusal(
        401,
        "key_required",
        "Webhooks belong to an app: send the header Authorization: Bearer <key> with "
        "a key of the app.",
        headers={"WWW-Authenticate": "Bearer"},
    ),
    Endpoint.DoesNotExist: Refusal(
        404, "webhook_not_found", "Webhook not found.", "webhook_id"
    ),
    Message.DoesNotExist: Refusal(
        404, "delivery_not_found", "Delivery not found.", "delivery_id"
    ),
    TooManyEndpoints: Refusal(
        409,
        "too_many_webhooks",
        "An app has at most {e.most} webhooks of each mode.",
        details={"most": "most"},
    ),
    EndpointDisabled: Refusal(
        409,
        "webhook_disabled",
        "The webhook is disabled: nothing is sent to it.",
        "webhook_id",
    ),
}
