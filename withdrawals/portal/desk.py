"""What the portal keeps for one person, read by one journey for each page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import F

from wallet import clock
from wallet.journeys import Asked, together
from wallet.rows import Row
from wallet.statements import Statement
from withdrawals import claims, mentions
from withdrawals.portal import staff_settings, view_rules

_VIEWS: Statement[Any] = Statement(
    lambda pk: (
        view_rules.visible_to(pk)
        .select_related(None)
        .annotate(owned_by=F("owner__username"))
    ),
    int,
)
_LAID = "_desk"


def asked(pk: int, name: str) -> tuple[Asked, ...]:
    """What is kept for the person of this name."""
    return (
        (staff_settings.KEPT, pk),
        (_VIEWS, pk),
        (mentions.TO_SEE, name),
        (claims.TAKEN, name, clock.now()),
    )


def put(user: User, settings: list[Row], *found: list[Row]) -> None:
    """What asked() has found, for the rest of the request."""
    staff_settings.remember(user, settings)
    setattr(user, _LAID, found)


def lay(user: User) -> None:
    """Read the settings, the views to be opened, and the requests that are theirs."""
    if not hasattr(user, _LAID):
        put(user, *together(*asked(user.pk, user.get_username())))


def views_of(user: User) -> list[Row]:
    """Each view that the person may open, and the name of its owner."""
    laid = getattr(user, _LAID, None)
    return laid[0] if laid else _VIEWS.rows(user.pk)


def named_in(user: User) -> list[UUID]:
    """The requests whose notes ask for the person, the latest first."""
    laid = getattr(user, _LAID, None)
    return mentions.once(laid[1]) if laid else mentions.to_see(user.get_username())


def taken_by(user: User) -> list[UUID]:
    """The requests that the person has taken, the last one first."""
    laid = getattr(user, _LAID, None)
    return [pk for (pk,) in laid[2]] if laid else claims.taken_by(user.get_username())
