"""Links: made for the app's server, looked at, used once, visited, forgotten."""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from wallet import clock
from wallet.accounts import check_kind, clean_user_id, is_test
from wallet.models import new_id
from withdrawals import upi
from withdrawals.actors import Actor
from withdrawals.amounts import check_amount
from withdrawals.exceptions import InvalidText
from withdrawals.hosted.exceptions import LinkOver
from withdrawals.hosted.models import Link
from withdrawals.hosted.return_urls import check_return_url
from withdrawals.integrations.models import ApiKey

LIFE = timedelta(seconds=60)  # of a link that nobody uses
VISIT = timedelta(minutes=15)
KEPT = timedelta(days=1)  # so that an old link is told from a wrong one
BATCH = 1000

_FORM = re.compile(r"cw_link_(?P<id>[0-9a-f]{32})_(?P<signature>[0-9a-f]{64})")


# No join: Django would move the conditions of an update into a subquery, where two
# presses at once both find the link unused.
_OF_A_REVOKED_KEY = Exists(
    ApiKey.objects.filter(pk=OuterRef("key_id"), revoked_at__isnull=False)
)


@dataclass(frozen=True)
class Wish:
    """For whom a link is, and what the page is to begin with."""

    user_id: str
    return_url: str
    state: str = ""
    amount: int | None = None  # coins
    upi_id: str | None = None


def create(wish: Wish, *, key: ApiKey | None, actor: Actor) -> Link:
    """Let a user in, once and soon.

    Raises InvalidUserId, OtherKind, ReturnUrlNotAllowed, InvalidText, and what is
    wrong with the amount or the UPI ID.
    """
    check_kind(clean_user_id(wish.user_id), actor.is_test)
    if len(wish.state) > 500 or not wish.state.isprintable():
        raise InvalidText("state", "must be at most 500 printable characters")
    now, app = clock.now(), key.app if key else None
    sweep()
    return Link.objects.create(
        id=new_id(),
        app=app,
        key=key,
        user_id=wish.user_id,
        is_test=is_test(wish.user_id) if actor.is_test is None else actor.is_test,
        return_url=check_return_url(app, wish.return_url),
        state=wish.state,
        amount=None if wish.amount is None else check_amount(wish.amount),
        upi_id="" if wish.upi_id is None else str(upi.check(wish.upi_id)),
        created_at=now,
        expires_at=now + LIFE,
    )


def token_of(link_id: UUID) -> str:
    """What the link's address carries: its id, signed."""
    return f"cw_link_{link_id.hex}_{_signature(link_id)}"


def find(token: str) -> Link | None:
    """The link with its app, used or not; None if we never signed it. Uses nothing."""
    found = _FORM.fullmatch(token)
    if found is None or not hmac.compare_digest(
        found["signature"], _signature(UUID(found["id"]))
    ):
        return None
    rows = Link.objects.select_related("app", "key")
    return rows.filter(id=found["id"]).first()


def is_open(link: Link) -> bool:
    in_time = link.used_at is None and link.expires_at > clock.now()
    return in_time and not is_revoked(link)


def is_revoked(link: Link) -> bool:
    """Whether its key was taken from the app, as one that is lost or stolen is."""
    return link.key is not None and link.key.revoked_at is not None


def use(link: Link, draft: dict[str, Any]) -> str:
    """Begin the visit with this draft and return its secret. Raises LinkOver.

    Of two who use it at once, one finds it used: it is one conditional update.
    """
    now, secret = clock.now(), secrets.token_urlsafe(32)
    unused = Link.objects.filter(id=link.id, used_at=None, expires_at__gt=now)
    unused = unused.exclude(_OF_A_REVOKED_KEY)
    begun = {"used_at": now, "visit": _digest(secret), "visit_ends_at": now + VISIT}
    if not unused.update(**begun, draft=draft):
        raise LinkOver
    return secret


def visit_of(secret: str) -> Link | None:
    """The visit that goes on under this secret, with its app."""
    going_on = Link.objects.filter(visit_ends_at__gt=clock.now())
    going_on = going_on.exclude(_OF_A_REVOKED_KEY)
    return going_on.select_related("app").filter(visit=_digest(secret)).first()


def end(visit: Link) -> None:
    Link.objects.filter(id=visit.id).update(visit_ends_at=clock.now())


def sweep() -> None:
    """Forget a few of the links that have been over for long."""
    long_ago = clock.now() - KEPT
    is_over = Q(expires_at__lt=long_ago) & (
        Q(visit_ends_at=None) | Q(visit_ends_at__lt=long_ago)
    )
    old = Link.objects.filter(is_over).select_for_update(skip_locked=True)[:BATCH]
    with transaction.atomic():
        Link.objects.filter(id__in=old.values("id")).delete()


def _signature(link_id: UUID) -> str:
    return salted_hmac(
        "withdrawals.hosted", link_id.hex, algorithm="sha256"
    ).hexdigest()


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
