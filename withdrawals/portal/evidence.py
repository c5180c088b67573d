"""What to decide a request by: facts with their evidence, and no score.

Each reads a few entries of an index, however much its user or UPI ID was used.
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
from wallet.models import CoinTransaction
from withdrawals import neighbours
from withdrawals.amounts import to_rupees
from withdrawals.models import CoinWithdrawal
from withdrawals.portal import lists, precedents
from withdrawals.portal.days import A_DAY, midnight

MOST_USERS = 3  # named; more are only counted as "more"
LEAST_PAID = 3  # payments that make a usual amount
TIMES_USUAL = 3
MOVEMENTS_BACK = 50
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


def facts(withdrawal: CoinWithdrawal) -> list[Fact]:
    """What is known about the request, the notable facts first."""
    known = [fact for find in _FACTS if (fact := find(withdrawal))]
    return sorted(known, key=lambda fact: not fact.notable)


def _payouts(withdrawal: CoinWithdrawal) -> Fact:
    """Whether the UPI ID was paid before: by this user's requests, by anyone's."""
    ids = withdrawal.upi_id, withdrawal.id
    for pk, name, at in precedents.LAST_PAYOUT.rows(withdrawal.user_id, *ids):
        words = f"Paid to this UPI ID before, on {_day(at)}"
        return Fact(words, links=(_request(pk, name),))
    if precedents.ANY_PAYOUT.rows(*ids):
        return Fact("First payout to this UPI ID for this user; others were paid", True)
    return Fact("First payout to this UPI ID, for anyone", True)


def _sharers(withdrawal: CoinWithdrawal) -> Fact | None:
    """Names, never the UPI ID itself: not everyone may read it."""
    found = neighbours.users_of(withdrawal.upi_id, MOST_USERS + 2)
    names = [name for name in found if name != withdrawal.user_id]
    if not names:
        return None
    shown = names[:MOST_USERS]
    more = " and more" if len(names) > len(shown) else ""
    links = tuple(Link(name, _user(name)) for name in shown)
    return Fact(
        f"Same UPI ID as {_number(len(shown), 'other user')}{more}", True, links
    )


def _same_day(withdrawal: CoinWithdrawal) -> Fact | None:
    day = timezone.localdate(withdrawal.created_at)
    start, end = midnight(day), midnight(day + A_DAY)
    number = len(precedents.ON_A_DAY.rows(withdrawal.user_id, start, end))
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


def _usual(withdrawal: CoinWithdrawal) -> Fact | None:
    """Against the median of what the user was paid lately."""
    found = precedents.LAST_AMOUNTS.rows(withdrawal.user_id, withdrawal.id)
    amounts = [amount for (amount,) in found]
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


def _earned(withdrawal: CoinWithdrawal) -> Fact | None:
    """How long before the request its user last got coins, and for what."""
    taken = precedents.DEBIT.first(f"withdrawal:{withdrawal.id}")
    credit = taken and _last_credit(taken)
    if not taken or not credit:
        return None
    before = taken.created_at - credit.created_at
    left = taken.balance_after - credit.amount
    needed = ", without which they had too few" if left < 0 else ""
    return Fact(
        f"{coins(credit.amount)} coins came {span(before)} before the request{needed}",
        before < SOON and left < 0,
        (Link(credit.get_transaction_type_display(), _user(withdrawal.user_id)),),
    )


def _last_credit(taken: CoinTransaction) -> CoinTransaction | None:
    """Coins that came from outside: a refund is not earned."""
    back = taken.sequence - MOVEMENTS_BACK
    return precedents.CREDIT.first(taken.user_coins_id, taken.sequence, back)


_FACTS: tuple[Callable[[CoinWithdrawal], Fact | None], ...] = (
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
