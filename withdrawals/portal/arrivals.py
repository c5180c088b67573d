"""What came into a tab since its list was shown, by way of how it comes there."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from withdrawals.models import SLA, CoinWithdrawal, Mention, StatusChange
from withdrawals.states import ActorKind, Status

Rows = QuerySet[CoinWithdrawal]
Arrivals = Callable[[Rows, str, datetime], Rows]  # of the rows, for this person


def made(rows: Rows, name: str, since: datetime) -> Rows:
    return rows.filter(created_at__gt=since)


def late(rows: Rows, name: str, since: datetime) -> Rows:
    """What was no SLA old then."""
    return rows.filter(created_at__gt=since - SLA)


def named(rows: Rows, name: str, since: datetime) -> Rows:
    """What notes ask this person for: the rest of Mine are their own acts."""
    asked = Mention.objects.filter(name=name, seen_at=None, created_at__gt=since)
    return rows.filter(pk__in=asked.values("withdrawal_id"))


def moved_to(status: Status) -> Arrivals:
    """What staff moved to a status that only staff moves to."""

    def moved(rows: Rows, name: str, since: datetime) -> Rows:
        moves = StatusChange.objects.filter(
            actor_kind=ActorKind.STAFF, to_status=status, created_at__gt=since
        )
        return rows.filter(pk__in=moves.values("withdrawal_id"))

    return moved
