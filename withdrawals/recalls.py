"""What somebody wants who takes a request back."""

from dataclasses import dataclass
from uuid import UUID

from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.texts import MAX_REASON, clean_text

CANCELLED_BY_USER = "User requested cancellation"


@dataclass(frozen=True)
class Recall:
    """`seen` is the request as guard.look has just shown it to the actor, if it has."""

    withdrawal_id: UUID
    actor: Actor
    reason: str = ""
    seen: CoinWithdrawal | None = None

    @property
    def note(self) -> str:
        """What the history says. Raises InvalidText."""
        reason = clean_text(self.reason, "reason", most=MAX_REASON, required=False)
        return reason or CANCELLED_BY_USER
