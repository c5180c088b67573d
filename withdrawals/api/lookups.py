"""What a status is made of."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from wallet.accounts import clean_user_id
from withdrawals import estimates
from withdrawals.api import schemas
from withdrawals.api.access import ApiRequest
from withdrawals.api.ahead import known_of
from withdrawals.exceptions import WithdrawalNotFound
from withdrawals.guard import look, look_at
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status


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


def _timeline(withdrawal: CoinWithdrawal) -> list[schemas.Step]:
    """Its statuses and when they came; neither who moved it nor why."""
    changes = withdrawal.status_changes.order_by("created_at", "id")
    rows = changes.values_list("from_status", "to_status", "created_at")
    return [
        {"from": Status(old) if old else None, "to": Status(new), "at": at}
        for old, new, at in rows
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


EXTRAS: Mapping[str, Callable[[CoinWithdrawal], Any]] = {
    "timeline": _timeline,
    "estimate": _estimate,
}
