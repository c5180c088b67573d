"""What an act would do to each selected request, before anything is done."""

from dataclasses import dataclass
from decimal import Decimal

from project.amounts import rupees
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.models import Claim, CoinWithdrawal
from withdrawals.portal.bulk import why
from withdrawals.portal.bulk.acts import Act
from withdrawals.portal.bulk.plan import Plan, id_of


@dataclass(frozen=True)
class Item:
    """One line of a preview. With `words` it will not be changed: they say why."""

    withdrawal: CoinWithdrawal | None
    words: str = ""
    utr: str = ""
    pasted: str = ""
    number: int = 0  # of the pasted line
    other: CoinWithdrawal | None = None  # whose payment the transaction ID is


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
    def confirm(self) -> str:
        """ "Approve 41 requests, ₹12,340.00"."""
        number = len(self.fit)
        what = f"{number} request{'' if number == 1 else 's'}"
        return f"{self.act.confirm.format(what)}, {rupees(self.total)}"


def of(act: Act, rows: list[CoinWithdrawal], actor: Actor) -> Preview:
    held = claims.held(each.id for each in rows)
    return Preview(act, [_item(act, each, actor, held.get(each.id)) for each in rows])


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
