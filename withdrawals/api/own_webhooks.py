"""The app that calls, and what is its own: webhooks of its key's mode, their log."""

from uuid import UUID

from withdrawals.api.access import ApiRequest, Caller
from withdrawals.api.exceptions import KeyRequired
from withdrawals.notifications.models import Endpoint, Message


def caller_of(request: ApiRequest) -> Caller:
    """Raises KeyRequired: without a key nobody knows which app calls."""
    if request.caller is None:
        raise KeyRequired
    return request.caller


def find(caller: Caller, webhook_id: UUID) -> Endpoint:
    """Raises Endpoint.DoesNotExist, also for one of another app or mode."""
    mine = Endpoint.objects.filter(app=caller.key.app, is_test=caller.key.is_test)
    return mine.select_related("app").get(pk=webhook_id)


def find_delivery(caller: Caller, webhook_id: UUID, delivery_id: UUID) -> Message:
    """Raises Endpoint.DoesNotExist, and Message.DoesNotExist for another one's."""
    endpoint = find(caller, webhook_id)
    message = endpoint.messages.get(pk=delivery_id)
    message.endpoint = endpoint
    return message
