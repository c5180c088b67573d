"""Write work down in the transaction from which it follows: both commit, or neither."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from outbox.functions import PUBLICATION
from outbox.models import Job, Subscription
from wallet import clock

_PUBLISH = PUBLICATION.format(
    position="%s", payload="%s", moment="%s", subject="%s", topic="%s"
)


def put(
    kind: str,
    payload: str,
    *,
    target: str = "",
    ordering_key: str = "",
    position: int = 0,
    after: timedelta = timedelta(0),
) -> Job:
    """Let the handler of `kind` do this, not before `after` has passed."""
    moment = clock.now()
    return Job.objects.create(
        kind=kind,
        payload=payload,
        target=target,
        ordering_key=ordering_key,
        position=position,
        due_at=moment + after,
        created_at=moment,
    )


def publish(topic: str, payload: str, *, subject: str, position: int) -> None:
    """Put the event once for each subscription to `topic`, in one statement.

    Each hears of one `subject` in the order of `position`.
    """
    moment: Any = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, [position, payload, moment, moment, subject, topic])


def subscribe(kind: str, target: str, topics: Iterable[str]) -> None:
    """Let `target` hear of these topics from now on, and of no others."""
    mine = Subscription.objects.filter(kind=kind, target=target)
    with transaction.atomic():
        mine.exclude(topic__in=list(topics := set(topics))).delete()
        Subscription.objects.bulk_create(
            (Subscription(topic=topic, kind=kind, target=target) for topic in topics),
            ignore_conflicts=True,
        )
