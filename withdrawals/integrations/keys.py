"""Apps and their keys: made, replaced, revoked. The audit log keeps each act."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError

from wallet import clock
from wallet.retries import atomic_with_retry
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.integrations.exceptions import (
    InvalidApp,
    InvalidExpiry,
    KeyEnded,
    NameTaken,
    TooManyKeys,
)
from withdrawals.integrations.key_text import KeyText, mode_of
from withdrawals.integrations.looks import clean_title
from withdrawals.integrations.models import ApiKey, App
from withdrawals.integrations.models.keys import SLOTS
from withdrawals.integrations.networks import clean_networks
from withdrawals.integrations.scopes import clean_scopes
from withdrawals.models import AuditAct

_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
RESERVED = "local"  # who acts where no key is required, see withdrawals/api


@dataclass(frozen=True)
class Grant:
    """What a key may do, from where and until when."""

    is_test: bool
    scopes: Sequence[str]
    networks: Sequence[str] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True)
class NewKey:
    """A key that was just made; `text` is shown once and kept nowhere."""

    key: ApiKey
    text: KeyText


def create_app(name: str, title: str = "", *, actor: Actor, ip: str = "") -> App:
    """Let an app in. Raises InvalidApp, and NameTaken."""
    if not _NAME.fullmatch(name) or name == RESERVED:
        raise InvalidApp(
            "a name is 1 to 100 letters, digits and . _ -, and not "
            f"{RESERVED!r}, which is whoever calls without a key"
        )
    title = clean_title(title) or name
    try:
        return _create_app(name, title, actor, ip)
    except IntegrityError as error:
        raise NameTaken(f"there is an app {name!r} already") from error


def create_key(app: App, grant: Grant, *, actor: Actor, ip: str = "") -> NewKey:
    """Make a key. Raises TooManyKeys, InvalidScopes, InvalidNetwork, InvalidExpiry."""
    scopes, networks = clean_scopes(grant.scopes), clean_networks(grant.networks)
    if grant.expires_at and grant.expires_at <= clock.now():
        raise InvalidExpiry("a key expires in the future, or never")
    clean = Grant(grant.is_test, scopes, networks, grant.expires_at)
    return _create_key(app, clean, actor, ip)


@atomic_with_retry
def rotate_key(key: ApiKey, *, keep: timedelta, actor: Actor, ip: str = "") -> NewKey:
    """Make a key of the same rights; this one works on for `keep`, or ends at once.

    The new one lives as long as this one was meant to, from now on. Raises KeyEnded,
    and TooManyKeys where a second key works already.
    """
    key = _locked(key)
    if not key.works:
        raise KeyEnded(f"{key} has ended: make a new key instead")
    now = clock.now()
    _end(key, now + keep, actor)
    expires = now + (key.expires_at - key.created_at) if key.expires_at else None
    grant = Grant(key.is_test, key.scopes, key.networks, expires)
    made = _insert(key.app, grant, actor)
    _tell(AuditAct.KEY_ROTATED, made.key, actor, ip, instead_of=str(key))
    return made


@atomic_with_retry
def revoke_key(key: ApiKey, *, actor: Actor, ip: str = "") -> ApiKey:
    """From the next call on the key opens nothing. Raises KeyEnded if it is revoked."""
    key = _locked(key)
    if key.revoked_at:
        raise KeyEnded(f"{key} is revoked already")
    _revoke(key, actor)
    _tell(AuditAct.KEY_REVOKED, key, actor, ip)
    return key


@atomic_with_retry
def _create_app(name: str, title: str, actor: Actor, ip: str) -> App:
    app = App.objects.create(name=name, title=title, created_by=actor.name)
    audit.record(AuditAct.APP_CREATED, actor=actor, target=name, ip=ip, title=title)
    return app


@atomic_with_retry
def _create_key(app: App, grant: Grant, actor: Actor, ip: str) -> NewKey:
    made = _insert(_lock(app), grant, actor)
    _tell(AuditAct.KEY_CREATED, made.key, actor, ip)
    return made


def _lock(app: App) -> App:
    """Whoever changes an app's keys holds its row: nobody counts them meanwhile."""
    return App.objects.select_for_update().get(pk=app.pk)


def _locked(key: ApiKey) -> ApiKey:
    """The key as it is now, with its app's row locked."""
    _lock(key.app)
    return ApiKey.objects.select_related("app").get(pk=key.pk)


def _insert(app: App, grant: Grant, actor: Actor) -> NewKey:
    text = KeyText.new(is_test=grant.is_test)
    key = ApiKey.objects.create(
        app=app,
        public_id=text.public_id,
        digest=text.digest,
        is_test=grant.is_test,
        scopes=list(grant.scopes),
        networks=list(grant.networks),
        slot=_free_slot(app, is_test=grant.is_test),
        created_by=actor.name,
        created_at=clock.now(),
        expires_at=grant.expires_at,
    )
    return NewKey(key, text)


def _free_slot(app: App, *, is_test: bool) -> int:
    held = ApiKey.objects.filter(app=app, is_test=is_test, slot__isnull=False)
    held.filter(expires_at__lte=clock.now()).update(slot=None)
    free = set(SLOTS) - set(held.values_list("slot", flat=True))
    if not free:
        raise TooManyKeys(len(SLOTS), mode_of(is_test))
    return min(free)


def _end(key: ApiKey, moment: datetime, actor: Actor) -> None:
    if moment <= clock.now():
        _revoke(key, actor)
    elif key.expires_at is None or key.expires_at > moment:
        ApiKey.objects.filter(pk=key.pk).update(expires_at=moment)


def _revoke(key: ApiKey, actor: Actor) -> None:
    key.revoked_at, key.revoked_by, key.slot = clock.now(), actor.name, None
    key.save(update_fields=["revoked_at", "revoked_by", "slot"])


def _tell(act: AuditAct, key: ApiKey, actor: Actor, ip: str, **more: str) -> None:
    audit.record(
        act,
        actor=actor,
        target=key.app.name,
        ip=ip,
        key=str(key),
        scopes=key.scopes,
        networks=key.networks,
        expires=key.expires_at.isoformat() if key.expires_at else "never",
        **more,
    )
