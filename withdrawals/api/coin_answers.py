"""Coins: from what is sent to the ledger's words, and back."""

from collections import Counter
from typing import Any
from uuid import UUID

from wallet import crediting
from wallet.batches import Asked, Result
from wallet.exceptions import BatchRefused, InvalidCreditText, LedgerError
from wallet.models import CoinTransaction, TransactionType
from withdrawals.actors import Actor
from withdrawals.amounts import to_rupees
from withdrawals.api import coin_schemas as schemas
from withdrawals.api import cursors
from withdrawals.api.errors import refusal_of
from withdrawals.api.exceptions import ItemsRefused
from withdrawals.api.schemas import ErrorBody


def asked(item: schemas.Credit, actor: Actor) -> Asked:
    """The credit that the actor asks for, or why it cannot be one."""
    kind = TransactionType(item.type)
    try:
        return crediting.credit_of(
            item.user_id,
            item.amount,
            kind,
            item.reason,
            item.reference,
            is_test=actor.is_test,
        )
    except InvalidCreditText as error:
        return error


def credited(row: CoinTransaction) -> schemas.CreditedAnswer:
    data = schemas.Credited(
        movement_id=row.id,
        user_id=row.user_coins_id,
        amount=row.amount,
        type=TransactionType(row.transaction_type),
        reason=row.reason,
        reference=crediting.reference_of(row.reference) or "",
        balance_after=row.balance_after,
        created_at=row.created_at,
    )
    return schemas.CreditedAnswer(data=data)


def bulk(body: schemas.BulkCredit, results: list[Result]) -> schemas.BulkAnswer:
    pairs = zip(body.items, results, strict=True)
    data = [_result(n, item.reference, each) for n, (item, each) in enumerate(pairs)]
    number = Counter(each.status for each in data)
    return schemas.BulkAnswer(
        count=len(data),
        credited=number["credited"],
        duplicate=number["duplicate"],
        refused=number["refused"],
        data=data,
    )


def items_refused(refused: BatchRefused) -> ItemsRefused:
    items = [
        {"index": index} | _error(index, error)
        for index, error in enumerate(refused.refusals)
        if error
    ]
    return ItemsRefused(items, len(refused.refusals))


def balance(user_id: str, coins: int) -> schemas.BalanceAnswer:
    worth = float(to_rupees(coins))
    data = schemas.Balance(user_id=user_id, balance=coins, rupees_amount=worth)
    return schemas.BalanceAnswer(data=data)


def movements(
    query: schemas.MovementsQuery, found: list[CoinTransaction]
) -> schemas.MovementsAnswer:
    """The page, from its rows and one more if there is one."""
    page = found[: query.limit]
    more = len(found) > len(page)
    return schemas.MovementsAnswer(
        user_id=query.user_id,
        count=len(page),
        data=[_movement(row) for row in page],
        next=cursors.seal("movements", query.user_id, page[-1].sequence)
        if more
        else None,
    )


def _result(index: int, reference: str, result: Result) -> schemas.CreditResult:
    facts: dict[str, Any] = {"index": index, "reference": reference}
    if isinstance(result, LedgerError):
        error = ErrorBody(**_error(index, result))
        return schemas.CreditResult(**facts, status="refused", error=error)
    return schemas.CreditResult(
        **facts,
        status="credited" if result.is_new else "duplicate",
        movement_id=result.movement.id,
        balance_after=result.movement.balance_after,
    )


def _error(index: int, error: LedgerError) -> dict[str, Any]:
    told = refusal_of(error).told(error)
    return told | {"field": f"items[{index}].{told['field']}"}


def _movement(row: CoinTransaction) -> schemas.MovementItem:
    kind, _, name = row.reference.partition(":")
    return schemas.MovementItem(
        id=row.id,
        type=TransactionType(row.transaction_type),
        amount=row.signed_amount,
        balance_after=row.balance_after,
        reason=row.reason,
        reference=crediting.reference_of(row.reference),
        withdrawal_id=UUID(name) if kind in ("withdrawal", "refund") else None,
        created_at=row.created_at,
    )
