"""What is sent to an endpoint because somebody asks for it."""

from outbox import box
from wallet import clock
from wallet.models import new_id
from wallet.retries import atomic_with_retry
from withdrawals.actors import Actor
from withdrawals.events import written
from withdrawals.models import AuditAct
from withdrawals.notifications.endpoints import KIND, event_id_of, tell
from withdrawals.notifications.exceptions import EndpointDisabled
from withdrawals.notifications.models import TEST, Endpoint, Message


@atomic_with_retry
def send_test(endpoint: Endpoint, *, actor: Actor, ip: str = "") -> str:
    """Send an event of no request, and return its id, as the receiver sees it.

    Raises EndpointDisabled.
    """
    _check_enabled(endpoint)
    event_id = new_id()
    data: dict[str, object] = {"id": str(event_id), "sequence": 1}
    box.put(KIND, written(TEST, clock.now(), data), target=str(endpoint.pk))
    tell(AuditAct.WEBHOOK_SENT, endpoint, actor, ip, event=TEST)
    return event_id_of(str(event_id), 1)


@atomic_with_retry
def redeliver(message: Message, *, actor: Actor, ip: str = "") -> None:
    """Send an event once more, by the same id. Raises EndpointDisabled."""
    endpoint = message.endpoint
    _check_enabled(endpoint)
    box.put(
        KIND,
        message.payload,
        target=str(endpoint.pk),
        ordering_key=f"{KIND}:{endpoint.pk}:{message.subject}",
        position=message.sequence,
    )
    tell(AuditAct.WEBHOOK_SENT, endpoint, actor, ip, event=message.event_id)


def _check_enabled(endpoint: Endpoint) -> None:
    if not endpoint.is_enabled:
        raise EndpointDisabled
