"""Write work down in the transaction from which it follows: both commit, or neither."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from outbox.models import Job, Subscription
from wallet import clock

# Behind one that waits, it waits as long: no worker looks at it in vain.
_PUBLISH = """
    INSERT INTO outbox_job (kind, target, ordering_key, position, payload, state,
        due_at, attempts, lease, last_error, created_at)
    SELECT kind, target, key, %s, %s, 'due', COALESCE((
            SELECT MAX(before.due_at) FROM outbox_job before
            WHERE before.state = 'due' AND before.ordering_key <> ''
                AND before.ordering_key = heard.key
        ), %s), 0, 0, '', %s
    FROM (
        SELECT kind, target, kind || ':' || target || ':' || %s AS key
        FROM outbox_subscription WHERE topic = %s
    ) heard
"""


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
    with connection.cursor() as cursor:
        cursor.execute(*publication(topic, payload, subject=subject, position=position))


def publication(
    topic: str, payload: str, *, subject: str, position: int
) -> tuple[str, list[Any]]:
    """The statement of `publish`, to which a condition can be added, and its values."""
    moment: Any = connection.ops.adapt_datetimefield_value(clock.now())
    return _PUBLISH, [position, payload, moment, moment, subject, topic]


def subscribe(kind: str, target: str, topics: Iterable[str]) -> None:
    """Let `target` hear of these topics from now on, and of no others."""
    mine = Subscription.objects.filter(kind=kind, target=target)
    with transaction.atomic():
        mine.exclude(topic__in=list(topics := set(topics))).delete()
        Subscription.objects.bulk_create(
            (Subscription(topic=topic, kind=kind, target=target) for topic in topics),
            ignore_conflicts=True,
        )
