"""What was sent to an endpoint, newest first, each with its last attempt."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from withdrawals.models.request_sets import is_older_than
from withdrawals.notifications.models import Attempt, Endpoint, Message, MessageState

Place = tuple[datetime, UUID]  # of a message: when it was made, and its id


def newest(
    endpoint: Endpoint,
    size: int,
    *,
    state: MessageState | None = None,
    after: Place | None = None,
) -> list[tuple[Message, Attempt | None]]:
    """At most `size` of them, those behind a place if one is named."""
    rows = endpoint.messages.order_by("-created_at", "-id")
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(is_older_than(*after))
    messages = list(rows[:size])
    last = Attempt.objects.filter(
        message__in=messages, number=F("message__attempt_count")
    )
    attempts = {each.message_id: each for each in last}
    return [(each, attempts.get(each.pk)) for each in messages]
