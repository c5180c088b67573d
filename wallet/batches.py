"""Many credits at once: each has its own result, or all are posted or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from wallet import ledger
from wallet.accounts import lock_accounts, other_kind
from wallet.exceptions import AlreadyPosted, BalanceTooLarge, BatchRefused, LedgerError
from wallet.ledger import Movement
from wallet.models import CREDITS, MAX_BALANCE, CoinTransaction, UserCoins
from wallet.retries import atomic_with_retry

TRIES = 3  # a reference may be posted for another account meanwhile

Asked = Movement | LedgerError  # a credit, or why it cannot be one


@dataclass(frozen=True)
class Posted:
    """The movement of a credit, and whether it was posted just now."""

    movement: CoinTransaction
    is_new: bool


Result = Posted | LedgerError


def credit_many(movements: Iterable[Movement]) -> int:
    """Credit a batch, all or nothing, and return how many were new.

    A movement that has been posted before is passed over; the same reference with
    other coins raises AlreadyPosted. Raises what ledger.credit raises.
    """
    try:
        results = credit_each(list(movements), whole=True)
    except BatchRefused as refused:
        raise next(filter(None, refused.refusals)) from refused
    return sum(isinstance(each, Posted) and each.is_new for each in results)


def credit_each(asked: Sequence[Asked], *, whole: bool = False) -> list[Result]:
    """Credit a batch and tell what became of each, in their order.

    A movement that has been posted before is found and not new. A refused one changes
    nothing; with `whole` it raises BatchRefused, and nothing changes at all. Accounts
    are locked in the order of their ids, so that no two batches wait for each other.
    """
    checked = [_checked(each) for each in asked]
    for _ in range(TRIES - 1):
        try:
            return _post(checked, whole)
        except IntegrityError:
            continue
    return _post(checked, whole)


def _checked(asked: Asked) -> Asked:
    try:
        if isinstance(asked, Movement):
            ledger.check(asked, CREDITS)
    except LedgerError as error:
        return error
    return asked


@atomic_with_retry
def _post(asked: Sequence[Asked], whole: bool) -> list[Result]:
    if not whole:  # so that no account is opened for what is refused
        asked = _without_clashes(asked)
    movements = [each for each in asked if isinstance(each, Movement)]
    accounts = lock_accounts({each.user_id: bool(each.is_test) for each in movements})
    # Under the locks: what another batch was posting is posted now.
    posted = _posted(movements)
    results = [_credit(each, accounts, posted) for each in asked]
    refusals = [each if isinstance(each, LedgerError) else None for each in results]
    if whole and any(refusals):
        raise BatchRefused(refusals)
    rows = [
        each.movement for each in results if isinstance(each, Posted) and each.is_new
    ]
    _save_balances({row.user_coins_id: row.user_coins for row in rows}.values())
    CoinTransaction.objects.bulk_create(rows)
    return results


def _without_clashes(asked: Sequence[Asked]) -> list[Asked]:
    posted = _posted(each for each in asked if isinstance(each, Movement))
    return [_clash(each, posted) or each for each in asked]


def _posted(movements: Iterable[Movement]) -> dict[str, CoinTransaction]:
    references = {each.reference for each in movements}
    rows = CoinTransaction.objects.filter(reference__in=references)
    return {row.reference: row for row in rows}


def _clash(asked: Asked, posted: dict[str, CoinTransaction]) -> AlreadyPosted | None:
    if isinstance(asked, LedgerError) or asked.reference not in posted:
        return None
    is_same = ledger.is_same(posted[asked.reference], asked)
    return None if is_same else AlreadyPosted(asked.reference)


def _credit(
    asked: Asked, accounts: dict[str, UserCoins], posted: dict[str, CoinTransaction]
) -> Result:
    """Add a credit to its locked account in memory, with its movement unsaved."""
    if isinstance(asked, LedgerError):
        return asked
    if clash := _clash(asked, posted):
        return clash
    if asked.reference in posted:
        return Posted(posted[asked.reference], is_new=False)
    account = accounts[asked.user_id]
    if refusal := other_kind(account, asked.is_test):
        return refusal
    if account.total_coins + asked.amount > MAX_BALANCE:
        return BalanceTooLarge(asked.user_id)
    account.total_coins += asked.amount
    account.last_sequence += 1
    posted[asked.reference] = ledger.row_of(account, asked)
    return Posted(posted[asked.reference], is_new=True)


def _save_balances(accounts: Iterable[UserCoins]) -> None:
    """An upsert of locked rows: several times as fast as bulk_update."""
    UserCoins.objects.bulk_create(
        accounts,
        update_conflicts=True,
        unique_fields=["user_id"],
        update_fields=["total_coins", "last_sequence"],
    )
