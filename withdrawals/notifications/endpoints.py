"""Endpoints: set up, changed, and given up. The audit log keeps each act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from outbox import box
from wallet import clock
from wallet.retries import atomic_with_retry
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.events import Event, topic
from withdrawals.integrations.models import App
from withdrawals.models import AuditAct
from withdrawals.notifications import addresses, signing
from withdrawals.notifications.exceptions import InvalidEndpoint, TooManyEndpoints
from withdrawals.notifications.models import Cause, Endpoint

KIND = "webhook"  # of the jobs in the outbox
MOST = 10  # endpoints of an app, live or test
OVERLAP = timedelta(hours=24)  # in which the old secret signs beside the new one


@dataclass(frozen=True)
class NewSecret:
    """A secret that was just made: it is shown once."""

    endpoint: Endpoint
    secret: str = field(repr=False)


def create(
    app: App,
    url: str,
    events: Iterable[str],
    *,
    is_test: bool,
    actor: Actor,
    ip: str = "",
) -> NewSecret:
    """Let `url` hear of these events. Raises InvalidEndpoint and TooManyEndpoints."""
    addresses.parse(url)
    secret = signing.new_secret()
    endpoint = Endpoint(
        app=app,
        is_test=is_test,
        url=url,
        events=clean_events(events),
        secret=signing.seal(secret),
        created_by=actor.name,
        created_at=clock.now(),
    )
    _create(endpoint, actor, ip)
    return NewSecret(endpoint, secret)


def clean_events(names: Iterable[str]) -> list[str]:
    """In the order of Event, each once. Raises InvalidEndpoint."""
    chosen = set(names)
    if not chosen or chosen - set(Event.values):
        raise InvalidEndpoint("events", f"must be one or more of {_EVENTS}")
    return [event for event in Event.values if event in chosen]


@atomic_with_retry
def choose(
    endpoint: Endpoint, events: Iterable[str], *, actor: Actor, ip: str = ""
) -> Endpoint:
    """Hear of other events from now on. Raises InvalidEndpoint."""
    endpoint = _locked(endpoint)
    endpoint.events = clean_events(events)
    endpoint.save(update_fields=["events"])
    _hear(endpoint)
    tell(AuditAct.WEBHOOK_CHANGED, endpoint, actor, ip, events=endpoint.events)
    return endpoint


@atomic_with_retry
def rotate(endpoint: Endpoint, *, actor: Actor, ip: str = "") -> NewSecret:
    """Make a new secret; for a day the old one signs beside it."""
    endpoint, secret = _locked(endpoint), signing.new_secret()
    endpoint.old_secret = endpoint.secret
    endpoint.old_secret_until = clock.now() + OVERLAP
    endpoint.secret = signing.seal(secret)
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])
    tell(AuditAct.WEBHOOK_CHANGED, endpoint, actor, ip, what="a new secret")
    return NewSecret(endpoint, secret)


@atomic_with_retry
def reveal(endpoint: Endpoint, *, actor: Actor, ip: str = "") -> str:
    """The secret that signs."""
    tell(AuditAct.WEBHOOK_REVEALED, endpoint, actor, ip)
    return signing.unseal(endpoint.secret)


@atomic_with_retry
def enable(endpoint: Endpoint, *, actor: Actor, ip: str = "") -> Endpoint:
    """Hear of what happens from now on; what happened meanwhile is not sent."""
    endpoint = _locked(endpoint)
    endpoint.disabled_at, endpoint.cause, endpoint.failing_since = None, "", None
    _switch(endpoint)
    tell(AuditAct.WEBHOOK_CHANGED, endpoint, actor, ip, what="enabled")
    return endpoint


@atomic_with_retry
def disable(
    endpoint: Endpoint, cause: Cause, *, actor: Actor, ip: str = ""
) -> Endpoint:
    """Hear of nothing any more."""
    endpoint = _locked(endpoint)
    if endpoint.is_enabled:
        endpoint.disabled_at, endpoint.cause = clock.now(), cause
        _switch(endpoint)
        words = f"disabled: {cause.label}"
        tell(AuditAct.WEBHOOK_CHANGED, endpoint, actor, ip, what=words)
    return endpoint


@atomic_with_retry
def delete(endpoint: Endpoint, *, actor: Actor, ip: str = "") -> None:
    """With all that was sent to it."""
    box.subscribe(KIND, str(endpoint.pk), [])
    tell(AuditAct.WEBHOOK_DELETED, endpoint, actor, ip)
    endpoint.delete()


def tell(
    act: AuditAct, endpoint: Endpoint, actor: Actor, ip: str, **more: object
) -> None:
    """Keep the act in the audit log, without the address, which may hold a password."""
    audit.record(
        act,
        actor=actor,
        target=endpoint.app.name,
        ip=ip,
        endpoint=str(endpoint.pk),
        host=endpoint.host,
        **more,
    )


def event_id_of(subject: str, sequence: int) -> str:
    """The same for every attempt and every endpoint: receivers know it again."""
    return f"evt_{subject.replace('-', '')}_{sequence}"


_EVENTS = ", ".join(Event.values)


@atomic_with_retry
def _create(endpoint: Endpoint, actor: Actor, ip: str) -> None:
    app = App.objects.select_for_update().get(pk=endpoint.app_id)
    if app.endpoints.filter(is_test=endpoint.is_test).count() >= MOST:
        raise TooManyEndpoints(MOST)
    endpoint.save(force_insert=True)
    _hear(endpoint)
    events = endpoint.events
    tell(AuditAct.WEBHOOK_CREATED, endpoint, actor, ip, events=events)


def _locked(endpoint: Endpoint) -> Endpoint:
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("app")
    return rows.get(pk=endpoint.pk)


def _switch(endpoint: Endpoint) -> None:
    endpoint.save(update_fields=["disabled_at", "cause", "failing_since"])
    _hear(endpoint)


def _hear(endpoint: Endpoint) -> None:
    events = endpoint.events if endpoint.is_enabled else []
    topics = [topic(event, is_test=endpoint.is_test) for event in events]
    box.subscribe(KIND, str(endpoint.pk), topics)
