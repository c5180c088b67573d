"""What the history and a status are made of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from wallet.accounts import check_kind, clean_user_id
from withdrawals import estimates
from withdrawals.actors import Actor
from withdrawals.api import cursors, schemas
from withdrawals.api.access import ApiRequest
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

_HISTORY = "history"


def page_of(
    query: schemas.HistoryQuery, actor: Actor
) -> tuple[list[CoinWithdrawal], str | None]:
    """The requests that are asked for, and the cursor of the next ones.

    Raises InvalidCursor, InvalidUserId and OtherKind.
    """
    requests = CoinWithdrawal.objects.of_kind(actor.is_test)
    requests = requests.of_user(clean_user_id(query.user_id))
    if query.status:
        requests = requests.filter(status=query.status)
    if query.start:
        requests = requests.filter(created_at__gte=query.start)
    if query.end:
        requests = requests.filter(created_at__lt=query.end)
    if query.cursor:
        place = cursors.place_in(_HISTORY, query.user_id, query.cursor)
        moment, _, last = place.partition(" ")
        requests = requests.older_than(datetime.fromisoformat(moment), UUID(last))
    found = list(requests.newest_first()[: query.limit + 1])
    if not found:
        check_kind(query.user_id, actor.is_test)
    page = found[: query.limit]
    if len(found) == len(page):
        return page, None
    place = f"{page[-1].created_at.isoformat()} {page[-1].id}"
    return page, cursors.seal(_HISTORY, query.user_id, place)


def link(request: ApiRequest, cursor: str) -> str:
    """Where the next page is, as RFC 8288 says it."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f'<{request.path}?{query.urlencode()}>; rel="next"'


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
