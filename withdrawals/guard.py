"""Who may do what to which request, as TRANSITIONS says."""

from typing import Any
from uuid import UUID

from wallet.rows import Row, made
from wallet.statements import Statement
from withdrawals.actors import Actor
from withdrawals.exceptions import (
    IllegalTransition,
    MisplacedUTR,
    NotAllowed,
    Stale,
    WithdrawalNotFound,
)
from withdrawals.models import CoinWithdrawal
from withdrawals.states import TRANSITIONS, ActorKind, Right, Transition


def steps_from(withdrawal: CoinWithdrawal) -> list[Transition]:
    """Every move that the request's status allows, whoever makes it."""
    return [step for step in TRANSITIONS if step.source == withdrawal.status]


def may(actor: Actor, step: Transition, withdrawal: CoinWithdrawal) -> bool:
    """Whether this actor may make this move on this request."""
    return missing_right(actor, step, withdrawal) is None


def lock(withdrawal_id: UUID, actor: Actor, version: int | None) -> CoinWithdrawal:
    """Lock the request's row until the transaction ends, as `actor` last saw it.

    Raises WithdrawalNotFound, and Stale when its version is not `version`.
    """
    rows = CoinWithdrawal.objects.select_for_update().filter(id=withdrawal_id)
    withdrawal = _seen(rows.first(), withdrawal_id, actor)
    if version not in (None, withdrawal.version):
        raise Stale(withdrawal)
    return withdrawal


def look(withdrawal_id: UUID, actor: Actor) -> CoinWithdrawal:
    """The request as it is now, which somebody else may move at any moment.

    Raises WithdrawalNotFound.
    """
    return _seen(_BY_ID.first(withdrawal_id), withdrawal_id, actor)


def query_of(withdrawal_id: UUID) -> tuple[str, list[Any]]:
    """What `look` asks, to be a part of another statement."""
    return _BY_ID.sql(withdrawal_id)


def look_at(row: Row, withdrawal_id: UUID, actor: Actor) -> CoinWithdrawal:
    """As look, at what the database answered to `query_of`, or nulls for nothing."""
    rows = [row] if row[0] else []
    found = [made(CoinWithdrawal, each) for each in _BY_ID.converted(rows)]
    return _seen(next(iter(found), None), withdrawal_id, actor)


_BY_ID = Statement(lambda pk: CoinWithdrawal.objects.filter(pk=pk), UUID)


def _seen(
    withdrawal: CoinWithdrawal | None, withdrawal_id: UUID, actor: Actor
) -> CoinWithdrawal:
    if withdrawal is None:
        raise WithdrawalNotFound(str(withdrawal_id))
    check_owner(actor, withdrawal.user_id)
    check_kind(actor, withdrawal)
    return withdrawal


def legal_step(withdrawal: CoinWithdrawal, name: str) -> Transition:
    for step in steps_from(withdrawal):
        if step.name == name:
            return step
    raise IllegalTransition(withdrawal)


def missing_right(
    actor: Actor, step: Transition, withdrawal: CoinWithdrawal
) -> Right | None:
    if step.right not in actor.rights:
        return step.right
    if step.starter_only and withdrawal.started_by != actor.name:
        return None if Right.RELEASE_ANY in actor.rights else Right.RELEASE_ANY
    return None


def check_right(actor: Actor, right: Right) -> None:
    if right not in actor.rights:
        raise NotAllowed(right)


def check_owner(actor: Actor, user_id: str) -> None:
    """To one of the app's users, the requests of others do not exist."""
    if actor.kind == ActorKind.USER and actor.name != user_id:
        raise WithdrawalNotFound(actor.name)


def check_kind(actor: Actor, withdrawal: CoinWithdrawal) -> None:
    """To a test key, live requests do not exist; nor do test ones to a live key."""
    if actor.is_test not in (None, withdrawal.is_test):
        raise WithdrawalNotFound(str(withdrawal.id))


def check_proof(withdrawal: CoinWithdrawal, utr: str) -> None:
    """No test takes a payment's transaction ID away, nor passes for a payment."""
    if utr.startswith(MisplacedUTR.BEGINS) != withdrawal.is_test:
        raise MisplacedUTR(is_test=withdrawal.is_test)
