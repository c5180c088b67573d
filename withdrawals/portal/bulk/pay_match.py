"""Which request each pasted payment is of; whatever is not certain is refused."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from project.amounts import rupees
from withdrawals import claims
from withdrawals.actors import Actor
from withdrawals.exceptions import InvalidUPIID, InvalidUTR, WithdrawalError
from withdrawals.models import Claim, CoinWithdrawal
from withdrawals.portal.bulk import why
from withdrawals.portal.bulk.acts import PAY
from withdrawals.portal.bulk.pay_table import Pasted
from withdrawals.portal.bulk.preview import Item
from withdrawals.states import OPEN
from withdrawals.texts import clean_utr
from withdrawals.upi import parse

_NAMED = 3  # references named in one sentence


class Unmatched(Exception):
    """The text says why; `withdrawal` is the request that the line names, if any."""

    def __init__(self, words: str, withdrawal: CoinWithdrawal | None = None) -> None:
        super().__init__(words)
        self.withdrawal = withdrawal


@dataclass(frozen=True)
class Candidates:
    """Every request that some line can mean, in four queries."""

    by_reference: dict[str, CoinWithdrawal]
    by_upi_id: dict[str, list[CoinWithdrawal]]  # open ones
    by_utr: dict[str, CoinWithdrawal]
    held: dict[UUID, Claim]


def match(lines: list[Pasted], actor: Actor) -> list[Item]:
    """An item for each line, in their order; see preview.Item."""
    candidates = _candidates(lines)
    items = [_item(each, candidates, actor) for each in lines]
    return [_alone(item, items) for item in items]


def _candidates(lines: list[Pasted]) -> Candidates:
    rows = CoinWithdrawal.objects.live()
    references = {_code(each.who) for each in lines}
    by_reference = {row.reference: row for row in rows.filter(reference__in=references)}
    named = (_upi_id(each.who or each.upi_id) for each in lines)
    upi_ids = {each for each in named if each}
    by_upi_id = defaultdict(list)
    for row in rows.filter(upi_id__in=upi_ids, status__in=OPEN).order_by("id"):
        by_upi_id[row.upi_id].append(row)
    utrs = {each.utr.upper() for each in lines}
    by_utr = {row.utr: row for row in rows.filter(utr__in=utrs) if row.utr}
    found = [*by_reference.values(), *chain.from_iterable(by_upi_id.values())]
    held = claims.held(each.id for each in found)
    return Candidates(by_reference, by_upi_id, by_utr, held)


def _item(line: Pasted, candidates: Candidates, actor: Actor) -> Item:
    utr, other = line.utr, None
    row: CoinWithdrawal | None = None
    words = line.problem
    try:
        if not words:
            row = _named(line, candidates)
            _check(line, row, actor, candidates.held.get(row.id))
            utr = clean_utr(line.utr)
            other = candidates.by_utr.get(utr)
            words = "the transaction ID is the payment of" if other else ""
    except Unmatched as error:
        row, words = error.withdrawal, str(error)
    except InvalidUTR:
        words = f"“{line.utr}” is not a transaction ID: 6 to 35 letters and digits"
    return Item(row, words, utr, line.text, line.number, other)


def _named(line: Pasted, candidates: Candidates) -> CoinWithdrawal:
    if row := candidates.by_reference.get(_code(line.who)):
        return row
    who = line.who or line.upi_id
    if "@" not in who:
        raise Unmatched("no request has this reference")
    if line.amount is None:
        raise Unmatched("a UPI ID needs the amount beside it")
    rows = candidates.by_upi_id.get(_upi_id(who), [])
    equal = [each for each in rows if each.rupees_amount == line.amount]
    if len(equal) == 1:
        return equal[0]
    if equal:
        raise Unmatched(f"{_names(equal)} match: give the reference")
    if rows:
        asked = ", ".join(rupees(each.rupees_amount) for each in rows[:_NAMED])
        raise Unmatched(f"open requests to this UPI ID ask for {asked}")
    raise Unmatched("no open request is to this UPI ID")


def _check(
    line: Pasted, row: CoinWithdrawal, actor: Actor, claim: Claim | None
) -> None:
    """Raise Unmatched if the line does not agree with the request, or it is not due."""
    try:
        PAY.check(actor, row, claim)
    except WithdrawalError as error:
        raise Unmatched(why.words(error, PAY.name), row) from error
    if line.amount is not None and line.amount != row.rupees_amount:
        here, asked = rupees(line.amount), rupees(row.rupees_amount)
        raise Unmatched(f"the line says {here}, the request is for {asked}", row)
    if line.upi_id and _upi_id(line.upi_id) != row.upi_id:
        raise Unmatched("the request is to another UPI ID", row)


def _alone(item: Item, items: list[Item]) -> Item:
    """The item, refused if another line names its request or its transaction ID."""
    if item.words or not item.withdrawal:
        return item
    same = _numbers(each for each in items if each.withdrawal == item.withdrawal)
    if "," in same:
        return _refused(item, f"lines {same} name the same request")
    same = _numbers(each for each in items if each.utr.upper() == item.utr)
    if "," in same:
        return _refused(item, f"lines {same} have the same transaction ID")
    return item


def _refused(item: Item, words: str) -> Item:
    return Item(item.withdrawal, words, item.utr, item.pasted, item.number)


def _numbers(items: Iterable[Item]) -> str:
    return ", ".join(str(each.number) for each in items)


def _names(rows: list[CoinWithdrawal]) -> str:
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    return ", ".join(each.reference for each in rows[:_NAMED]) + more


def _code(text: str) -> str:
    return text.replace("-", "").replace(" ", "").upper()


def _upi_id(text: str) -> str:
    """As requests hold it; "" for what is none."""
    try:
        return str(parse(text))
    except InvalidUPIID:
        return ""
