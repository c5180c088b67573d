"""What a status is made of."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from wallet import clock
from wallet.accounts import clean_user_id
from withdrawals import estimates
from withdrawals.api import schemas
from withdrawals.api.access import ApiRequest
from withdrawals.api.ahead import known_of
from withdrawals.exceptions import WithdrawalNotFound
from withdrawals.guard import look, look_at
from withdrawals.models import CoinWithdrawal


def find(
    request: ApiRequest, withdrawal_id: UUID, user_id: str | None
) -> CoinWithdrawal:
    """The request, if it is the user's where one is named; or WithdrawalNotFound."""
    named = None if user_id is None else clean_user_id(user_id)
    withdrawal = _look(request, withdrawal_id)
    if named not in (None, withdrawal.user_id):
        raise WithdrawalNotFound(str(withdrawal_id))
    return withdrawal


def _look(request: ApiRequest, withdrawal_id: UUID) -> CoinWithdrawal:
    if (seen := known_of(request).seen) is None:
        return look(withdrawal_id, request.auth)
    return look_at(seen, withdrawal_id, request.auth)


def _timeline(withdrawal: CoinWithdrawal) -> list[dict[str, Any]]:
    """Its statuses and when they came; neither who moved it nor why."""
    changes = withdrawal.status_changes.order_by("created_at", "id")
    rows = changes.values_list("from_status", "to_status", "created_at")
    return [
        {"from": old or None, "to": new, "at": clock.told(at)} for old, new, at in rows
    ]


def _estimate(withdrawal: CoinWithdrawal) -> schemas.Estimate | None:
    found = estimates.estimate(withdrawal)
    if found is None:
        return None
    return schemas.Estimate(
        usually_within_seconds=round(found.within.total_seconds()),
        usually_within=found.words,
        estimated_completion=found.until,
    )


_EXTRAS: Mapping[str, Callable[[CoinWithdrawal], Any]] = {
    "timeline": _timeline,
    "estimate": _estimate,
}


def extras(withdrawal: CoinWithdrawal, names: Collection[str]) -> dict[str, Any]:
    """What is asked for besides, in the contract's order."""
    return {name: found(withdrawal) for name, found in _EXTRAS.items() if name in names}
