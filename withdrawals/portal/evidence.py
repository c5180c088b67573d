"""What to decide a request by: facts with their evidence, and no score.

Each is of a few entries of an index, however much its user or UPI ID was used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from project.amounts import coins, rupees, span
from withdrawals.amounts import to_rupees
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import lists, precedents
from withdrawals.portal.precedents import Precedents

LEAST_PAID = 3  # payments that make a usual amount
TIMES_USUAL = 3
SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True)
class Fact:
    """A `notable` one is marked. `links` lead to what it says."""

    words: str
    notable: bool = False
    links: tuple[Link, ...] = ()


def facts(withdrawal: CoinWithdrawal, before: Precedents) -> list[Fact]:
    """What is known about the request, the notable facts first."""
    known = [fact for find in _FACTS if (fact := find(withdrawal, before))]
    return sorted(known, key=lambda fact: not fact.notable)


def _payouts(withdrawal: CoinWithdrawal, before: Precedents) -> Fact:
    """Whether the UPI ID was paid before: by this user's requests, by anyone's."""
    for pk, name, at in before.last_payout:
        words = f"Paid to this UPI ID before, on {_day(at)}"
        return Fact(words, links=(_request(pk, name),))
    if before.any_payout:
        return Fact("First payout to this UPI ID for this user; others were paid", True)
    return Fact("First payout to this UPI ID, for anyone", True)


def _sharers(withdrawal: CoinWithdrawal, before: Precedents) -> Fact | None:
    """Names, never the UPI ID itself: not everyone may read it."""
    names = [name for (name,) in before.users if name != withdrawal.user_id]
    if not names:
        return None
    shown = names[: precedents.MOST_USERS]
    more = " and more" if len(names) > len(shown) else ""
    links = tuple(Link(name, _user(name)) for name in shown)
    return Fact(
        f"Same UPI ID as {_number(len(shown), 'other user')}{more}", True, links
    )


def _same_day(withdrawal: CoinWithdrawal, before: Precedents) -> Fact | None:
    day = timezone.localdate(withdrawal.created_at)
    number = len(before.on_that_day)
    if number < 2:
        return None
    words = (
        f"{precedents.MOST_IN_A_DAY}+"
        if number > precedents.MOST_IN_A_DAY
        else str(number)
    )
    when = "today" if day == timezone.localdate() else f"on {day:%-d %b}"
    where = lists.requested(user=withdrawal.user_id, **lists.days(day, day))
    return Fact(f"{words} requests by this user {when}", True, (Link("Show", where),))


def _usual(withdrawal: CoinWithdrawal, before: Precedents) -> Fact | None:
    """Against the median of what the user was paid lately."""
    amounts = [amount for (amount,) in before.last_amounts]
    if len(amounts) < LEAST_PAID:
        return None
    usual = int(median(amounts))
    times = withdrawal.coins_amount / usual
    words = f"{times:.1f} times the usual" if times > 1 else "No more than the usual"
    where = lists.paid(user=withdrawal.user_id)
    return Fact(
        f"{words} {rupees(to_rupees(usual))}, the median paid",
        times >= TIMES_USUAL,
        (Link(f"last {len(amounts)}", where),),
    )


def _earned(withdrawal: CoinWithdrawal, before: Precedents) -> Fact | None:
    """How long before the request its user last got coins, and for what."""
    taken, credit = before.taken, before.earned
    if not taken or not credit:
        return None
    ago = taken.created_at - credit.created_at
    left = taken.balance_after - credit.amount
    needed = ", without which they had too few" if left < 0 else ""
    return Fact(
        f"{coins(credit.amount)} coins came {span(ago)} before the request{needed}",
        ago < SOON and left < 0,
        (Link(credit.get_transaction_type_display(), _user(withdrawal.user_id)),),
    )


_FACTS: tuple[Callable[[CoinWithdrawal, Precedents], Fact | None], ...] = (
    _sharers,
    _payouts,
    _same_day,
    _usual,
    _earned,
)


def _request(withdrawal_id: UUID, name: str) -> Link:
    return Link(name, reverse("portal:request", args=[withdrawal_id]))


def _user(user_id: str) -> str:
    return f"{reverse('portal:users')}?{urlencode({'user_id': user_id})}"


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %b %Y}"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 else "")
