"""Send an event to an endpoint, and write down what came of it."""

import json
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q

from outbox.models import Job
from outbox.verdicts import Done, NotNow, TryAgain, Verdict
from wallet import clock
from withdrawals.actors import Actor
from withdrawals.notifications import endpoints, sending, signing
from withdrawals.notifications.models import (
    Attempt,
    Cause,
    Endpoint,
    Message,
    MessageState,
)

logger = logging.getLogger(__name__)

# After each attempt that failed, as Standard Webhooks advises; then it is given up.
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
PATIENCE = timedelta(days=5)  # with an endpoint that fails
_A_CALL = timedelta(seconds=sending.SECONDS + 5)
_WORKER = Actor.system("worker")


@dataclass(frozen=True)
class Sent:
    """An event, and what came of one attempt to deliver it."""

    endpoint: Endpoint
    event: "Envelope"
    at: datetime
    answer: sending.Answer
    wait: timedelta | None  # until the next attempt, if there is one


@dataclass(frozen=True)
class Envelope:
    """What a job carries."""

    body: str
    type: str
    subject: str
    sequence: int

    @classmethod
    def of(cls, job: Job) -> "Envelope":
        body: dict[str, Any] = json.loads(job.payload)
        data = body["data"]
        return cls(job.payload, body["type"], data["id"], data["sequence"])

    @property
    def id(self) -> str:
        return endpoints.event_id_of(self.subject, self.sequence)


def deliver(job: Job) -> Verdict:
    """The handler of "webhook": one attempt."""
    endpoint = Endpoint.objects.filter(pk=job.target).first()
    if endpoint is None:
        return Done()
    event = Envelope.of(job)
    if not endpoint.is_enabled:
        return Done(partial(_not_sent, endpoint, event))
    if endpoint.failing_since and not _take_turn(endpoint):
        # Nothing but one call waits for an endpoint that fails: others go before.
        return NotNow(timedelta(seconds=random.uniform(5, 15)))  # noqa: S311
    moment = clock.now()
    answer = call(endpoint, event, moment)
    return _verdict(Sent(endpoint, event, moment, answer, _wait(job, answer)))


def call(endpoint: Endpoint, event: Envelope, moment: datetime) -> sending.Answer:
    headers = signing.headers(event.id, moment, event.body, _secrets(endpoint, moment))
    answer = sending.post(endpoint.url, headers, event.body.encode())
    said = answer.error or answer.status
    logger.info("[WEBHOOK] %s to endpoint %s: %s", event.id, endpoint.pk, said)
    return answer


def _secrets(endpoint: Endpoint, moment: datetime) -> Sequence[str]:
    """The new one first; the old one as well, for a day."""
    sealed = [endpoint.secret]
    if endpoint.keeps_old_secret(moment):
        sealed.append(endpoint.old_secret)
    return [signing.unseal(each) for each in sealed]


def _take_turn(endpoint: Endpoint) -> bool:
    now = clock.now()
    is_free = Q(tried_until=None) | Q(tried_until__lt=now)
    row = Endpoint.objects.filter(is_free, pk=endpoint.pk)
    return bool(row.update(tried_until=now + _A_CALL))


def _wait(job: Job, answer: sending.Answer) -> timedelta | None:
    """With a little jitter, so that what failed together comes back apart."""
    if answer.is_taken or answer.is_gone or job.attempts > len(WAITS):
        return None
    return WAITS[job.attempts - 1] * random.uniform(1, 1.1)  # noqa: S311


def _verdict(sent: Sent) -> Verdict:
    note = partial(_write_down, sent)
    if sent.wait is None:
        return Done(note)
    return TryAgain(sent.answer.problem, sent.wait, note)


def _write_down(sent: Sent) -> None:
    """In the transaction that ends the lease: what a lost worker did is not kept."""
    message = _message(sent.endpoint, sent.event)
    answer = sent.answer
    message.attempt_count += 1
    message.next_at = sent.at + sent.wait if sent.wait else None
    message.state = _state(sent)
    message.save(update_fields=["attempt_count", "next_at", "state"])
    Attempt.objects.create(
        message=message,
        number=message.attempt_count,
        at=sent.at,
        milliseconds=answer.milliseconds,
        status=answer.status,
        error=answer.error,
        answer=answer.text,
    )
    _judge(sent)


def _state(sent: Sent) -> MessageState:
    if sent.answer.is_taken:
        return MessageState.DELIVERED
    return MessageState.TRYING if sent.wait else MessageState.FAILED


def _not_sent(endpoint: Endpoint, event: Envelope) -> None:
    message = _message(endpoint, event)
    message.state, message.next_at = MessageState.FAILED, None
    message.save(update_fields=["state", "next_at"])


def _message(endpoint: Endpoint, event: Envelope) -> Message:
    found, _ = Message.objects.select_for_update().get_or_create(
        endpoint=endpoint,
        event_id=event.id,
        defaults={
            "event": event.type,
            "subject": event.subject,
            "sequence": event.sequence,
            "payload": event.body,
        },
    )
    return found


def _judge(sent: Sent) -> None:
    """What the attempt says of the endpoint itself."""
    row = Endpoint.objects.filter(pk=sent.endpoint.pk)
    row.update(tried_until=None)
    if sent.answer.is_taken:
        row.filter(failing_since__isnull=False).update(failing_since=None)
        return
    row.filter(failing_since=None).update(failing_since=sent.at)
    if sent.answer.is_gone:
        endpoints.disable(sent.endpoint, Cause.GONE, actor=_WORKER)
    elif row.filter(failing_since__lt=sent.at - PATIENCE).exists():
        endpoints.disable(sent.endpoint, Cause.FAILING, actor=_WORKER)
