"""@name in an internal note: that colleague finds the request among their own.

Until they say that they have seen it, write a note there, or move the request.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from wallet import clock
from wallet.statements import Statement
from withdrawals.actors import Actor
from withdrawals.models import Mention, Note
from withdrawals.states import ActorKind

MOST = 10  # colleagues in a note; further names stay text
MOST_TO_SEE = 200

_SEE = "withdrawals.view_coinwithdrawal"
# As Django's logins are written; not the handle of a UPI ID, which follows a name.
_NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")


def record(note: Note, actor: Actor) -> None:
    """Keep whom the note names, in the transaction that writes it."""
    Mention.objects.bulk_create(
        Mention(
            note=note,
            withdrawal_id=note.withdrawal_id,
            name=user.get_username(),
            created_at=note.created_at,
        )
        for user in _named(note.text)
        if user.get_username() != actor.name
    )


def to_see(name: str) -> list[UUID]:
    """The ids of the requests where this person was named, the latest first."""
    return once(TO_SEE.rows(name))


def once(found: Iterable[tuple[Any, ...]]) -> list[UUID]:
    """The ids in the rows of TO_SEE, each once."""
    return list(dict.fromkeys(withdrawal_id for (withdrawal_id,) in found))


def _latest(withdrawal_id: UUID, name: str) -> QuerySet[Note]:
    """The last note on the request that names this person, who has not seen it."""
    named = Note.objects.filter(
        mentions__withdrawal=withdrawal_id,
        mentions__name=name,
        mentions__seen_at=None,
    )
    return named.order_by("-mentions__created_at", "mentions__id")[:1]


def _to_see(name: str) -> QuerySet[Any, Any]:
    waiting = Mention.objects.filter(name=name, seen_at=None).order_by("-created_at")
    return waiting.values_list("withdrawal_id")[:MOST_TO_SEE]


LATEST = Statement(_latest, UUID, str)
TO_SEE = Statement(_to_see, str)


def end(withdrawal_id: UUID, actor: Actor) -> None:
    """The actor has seen what names them on this request."""
    if actor.kind != ActorKind.STAFF:
        return
    waiting = Mention.objects.filter(
        withdrawal_id=withdrawal_id, name=actor.name, seen_at=None
    )
    waiting.update(seen_at=clock.now())


def _named(text: str) -> Iterator[User]:
    """Staff who may see requests; "@pavan." is pavan at the end of a sentence."""
    found = _NAME.findall(text)
    names = {each for name in found for each in (name, name.rstrip(".-+@"))} - {""}
    if not names:
        return
    known = User.objects.filter(username__in=sorted(names)[: 2 * MOST])
    for user in known.filter(is_active=True, is_staff=True)[:MOST]:
        if user.has_perm(_SEE):
            yield user
