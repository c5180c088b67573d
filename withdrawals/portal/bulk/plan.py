"""What a person is about to do, as the preview showed it: signed, sent back once."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.core import signing

from wallet.models import new_id
from withdrawals.models import CoinWithdrawal

_SALT = "withdrawals.portal.bulk"


@dataclass(frozen=True)
class Line:
    """One request in the version that was shown, or what was pasted for it.

    With `words` it was refused already: they say why.
    """

    withdrawal_id: str = ""
    version: int = 0
    utr: str = ""
    pasted: str = ""
    words: str = ""

    @classmethod
    def of(cls, withdrawal: CoinWithdrawal, **more: str) -> "Line":
        return cls(str(withdrawal.id), withdrawal.version, **more)


@dataclass(frozen=True)
class Plan:
    act: str
    actor: str
    lines: list[Line]
    view: str = ""  # the address of the queue, to go back to
    token: str = field(default_factory=lambda: str(new_id()))

    def sign(self) -> str:
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def read(cls, signed: str, *, actor: str) -> "Plan | None":
        """None for what we did not sign, or not for this person."""
        try:
            kept: dict[str, Any] = signing.loads(signed, salt=_SALT)
        except signing.BadSignature:
            return None
        kept["lines"] = [Line(**line) for line in kept["lines"]]
        plan = cls(**kept)
        return plan if plan.actor == actor else None


def id_of(line: Line) -> UUID | None:
    return UUID(line.withdrawal_id) if line.withdrawal_id else None
