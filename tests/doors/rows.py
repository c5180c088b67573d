"""The requests that the doors find: alice's, one in each status that allows an act."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from tests.conftest import give, submitted
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal


@dataclass(frozen=True)
class Rows:
    pending: CoinWithdrawal
    processing: CoinWithdrawal
    completed: CoinWithdrawal
    bobs: CoinWithdrawal


def rows(meera: User) -> Rows:
    """Three requests of alice's, who keeps her 2,000 coins, and one of bob's."""
    boss = Actor.staff(meera)
    give("alice", 1500)
    pending, processing, completed = (submitted() for _ in range(3))
    processing = transitions.start(processing.id, actor=boss).withdrawal
    transitions.start(completed.id, actor=boss)
    paid = transitions.complete(completed.id, utr="999999999999", actor=boss)
    return Rows(pending, processing, paid.withdrawal, submitted("bob", 100))
