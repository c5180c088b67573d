"""What a move has made of a request."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from withdrawals.idempotency import Answer
from withdrawals.models import CoinWithdrawal


@dataclass(frozen=True)
class Outcome:
    """The request after a move, and the user's coins where the move moved some."""

    withdrawal: CoinWithdrawal
    balance: int | None = None


@dataclass(frozen=True)
class Told:
    """The answer about an outcome, and unsaved rows that are to be kept with it."""

    answer: Answer
    rows: Sequence[Model] = ()
