"""All that stands on a request's pane and page, by two journeys to the database."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from wallet import clock, ledger
from wallet.journeys import together
from wallet.statements import Statement
from withdrawals import canned, claims, mentions
from withdrawals.models import (
    Claim,
    CoinWithdrawal,
    Note,
    StatusChange,
    UPIHandle,
)
from withdrawals.portal import evidence, precedents
from withdrawals.portal.evidence import Fact
from withdrawals.portal.precedents import Precedents

EARLIER = 5
_REQUEST = Statement(lambda pk: CoinWithdrawal.objects.filter(pk=pk)[:1], UUID)
_CHANGES = Statement(
    lambda pk: StatusChange.objects.filter(withdrawal=pk).order_by(), UUID
)
_NOTES = Statement(
    lambda pk: Note.objects.filter(withdrawal=pk).order_by("created_at", "id"), UUID
)
_HANDLE = Statement(lambda name: UPIHandle.objects.filter(pk=name).order_by(), str)
_LATEST = Statement(
    lambda user_id: CoinWithdrawal.objects.of_user(user_id).newest_first()[
        : EARLIER + 1
    ],
    str,
)


@dataclass(frozen=True)
class _Around:
    """What depends on the request's user and UPI ID."""

    balance: int  # coins
    handle: UPIHandle | None
    earlier: list[CoinWithdrawal]
    facts: list[Fact]

    @classmethod
    def of(cls, withdrawal: CoinWithdrawal) -> Self:
        balance, handle, latest, *before = together(
            (ledger.BALANCE, withdrawal.user_id),
            (_HANDLE, withdrawal.upi_id.partition("@")[2]),
            (_LATEST, withdrawal.user_id),
            *(precedents.asked(withdrawal) if withdrawal.is_open else ()),
        )
        others = [each for each in _LATEST.models_of(latest) if each != withdrawal]
        return cls(
            balance[0][0] if balance else 0,
            next(iter(_HANDLE.models_of(handle)), None),
            others[:EARLIER],
            evidence.facts(withdrawal, Precedents(*before)) if before else [],
        )


@dataclass(frozen=True)
class Dossier:
    withdrawal: CoinWithdrawal
    changes: list[StatusChange]
    notes: list[Note]  # of every kind, in order
    mention: Note | None  # that asks the reader to look
    claim: Claim | None
    texts: dict[str, list[str]]  # to choose from
    around: _Around


def of(withdrawal_id: UUID, reader: str) -> Dossier | None:
    """The request's, for the member of staff of this name; None if there is none."""
    found, changes, written, mention, claim, *texts = together(
        (_REQUEST, withdrawal_id),
        (_CHANGES, withdrawal_id),
        (_NOTES, withdrawal_id),
        (mentions.LATEST, withdrawal_id, reader),
        (claims.HELD, withdrawal_id, clock.now()),
        *canned.asked(),
    )
    for withdrawal in _REQUEST.models_of(found):
        return Dossier(
            withdrawal,
            _CHANGES.models_of(changes),
            _NOTES.models_of(written),
            next(iter(mentions.LATEST.models_of(mention)), None),
            next(iter(claims.HELD.models_of(claim)), None),
            canned.offered(texts),
            _Around.of(withdrawal),
        )
    return None
