"""A user's balance over the last days, as a chart and as a table."""

from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from wallet import clock
from wallet.models import CoinTransaction, UserCoins
from withdrawals.portal.charts import Chart, Entry, chart
from withdrawals.portal.days import A_DAY, midnight

DAYS = 30
_LABELLED = 5  # every fifth day has room for its date


class Balance(NamedTuple):
    day: date
    coins: int  # at the end of the day; today's so far


def balances(user_id: str) -> list[Balance]:
    """The latest day last. One query, which enters the index once for each day."""
    today = timezone.localdate(clock.now())
    days = [today - n * A_DAY for n in reversed(range(DAYS))]
    of = {f"day_{n}": _last_before(day + A_DAY) for n, day in enumerate(days)}
    found = (
        UserCoins.objects.filter(pk=user_id).annotate(**of).values(*of).first() or {}
    )
    return [Balance(day, found.get(f"day_{n}") or 0) for n, day in enumerate(days)]


def _last_before(day: date) -> Subquery:
    moved = CoinTransaction.objects.filter(
        user_coins=OuterRef("pk"), created_at__lt=midnight(day)
    )
    return Subquery(moved.order_by("-created_at", "-id").values("balance_after")[:1])


def chart_of(rows: list[Balance]) -> Chart:
    """A line; nothing is drawn as bars."""
    return chart(
        Entry(row.coins, 0, _label(row.day, days_ago), f"{row.day:%a %-d %b}")
        for days_ago, row in zip(reversed(range(len(rows))), rows, strict=True)
    )


def _label(day: date, days_ago: int) -> str:
    return "" if days_ago % _LABELLED else f"{day:%-d %b}"
