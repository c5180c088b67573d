"""What an act would do to each selected request, before anything is done."""

from dataclasses import dataclass, replace
from decimal import Decimal

from project.amounts import rupees
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.models import Claim, CoinWithdrawal
from withdrawals.portal.bulk import why
from withdrawals.portal.bulk.acts import Act
from withdrawals.portal.bulk.plan import Plan, id_of
from withdrawals.portal.flags import NONE, Flags, flags


@dataclass(frozen=True)
class Item:
    """One line of a preview. With `words` it will not be changed: they say why."""

    withdrawal: CoinWithdrawal | None
    words: str = ""
    utr: str = ""
    pasted: str = ""
    number: int = 0  # of the pasted line
    other: CoinWithdrawal | None = None  # whose payment the transaction ID is
    flags: Flags = NONE  # as in the list, where the act leads to a payment

    @property
    def is_new(self) -> bool:
        return not self.flags.was_paid

    @property
    def is_shared(self) -> bool:
        return self.flags.is_shared


class Preview:
    """Items that the act can change, those that it cannot, and what it adds up to."""

    def __init__(self, act: Act, items: list[Item]) -> None:
        self.act = act
        self.fit = [each for each in items if not each.words]
        self.unfit = [each for each in items if each.words]
        self.requests = [each.withdrawal for each in self.fit if each.withdrawal]

    @property
    def total(self) -> Decimal:
        return sum((each.rupees_amount for each in self.requests), Decimal("0.00"))

    @property
    def coins(self) -> int:
        return sum(each.coins_amount for each in self.requests)

    @property
    def payees(self) -> int:
        """Distinct UPI IDs."""
        return len({each.upi_id for each in self.requests})

    @property
    def warnings(self) -> list[str]:
        """What the list marks, counted, as nobody opens each of many requests."""
        counts = {
            "to a UPI ID that was never paid": sum(each.is_new for each in self.fit),
            "to a UPI ID that other users have too": sum(
                each.is_shared for each in self.fit
            ),
        }
        return [_go(number, where) for where, number in counts.items() if number]

    @property
    def confirm(self) -> str:
        """ "Approve 41 requests, ₹12,340.00"."""
        number = len(self.fit)
        what = f"{number} request{'' if number == 1 else 's'}"
        return f"{self.act.confirm.format(what)}, {rupees(self.total)}"


def of(act: Act, rows: list[CoinWithdrawal], actor: Actor) -> Preview:
    held = claims.held(each.id for each in rows)
    marks = flags(rows) if act.is_approval else [NONE] * len(rows)
    items = (_item(act, each, actor, held.get(each.id)) for each in rows)
    return Preview(
        act,
        [replace(each, flags=mark) for each, mark in zip(items, marks, strict=True)],
    )


def planned(act: Act, plan: Plan) -> Preview:
    """The preview that became the plan, with the requests as they are now."""
    ids = [each for each in map(id_of, plan.lines) if each]
    found = CoinWithdrawal.objects.in_bulk(ids)
    items = [
        Item(found.get(id_of(each)), each.words, each.utr, each.pasted)
        for each in plan.lines
    ]
    return Preview(act, items)


def _item(
    act: Act, withdrawal: CoinWithdrawal, actor: Actor, claim: Claim | None
) -> Item:
    try:
        act.check(actor, withdrawal, claim)
    except WithdrawalError as error:
        return Item(withdrawal, why.words(error, act.name))
    return Item(withdrawal)


def _go(number: int, where: str) -> str:
    return f"{number} request{' goes' if number == 1 else 's go'} {where}."
