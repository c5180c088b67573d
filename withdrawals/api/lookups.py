"""What the history and a status are made of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wallet.accounts import check_kind, clean_user_id
from wallet.statements import Statement, Value
from withdrawals import estimates
from withdrawals.actors import Actor
from withdrawals.api import cursors, schemas
from withdrawals.api.access import ApiRequest
from withdrawals.exceptions import WithdrawalNotFound
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

_HISTORY = "history"
_FILTERS = {"status": "status", "start": "created_at__gte", "end": "created_at__lt"}
_KINDS: dict[str, type[Any]] = {
    **dict.fromkeys(("start", "end", "moment"), datetime),
    "last": UUID,
}


_BY_ID = Statement(lambda pk: CoinWithdrawal.objects.filter(pk=pk), UUID)


def find(actor: Actor, withdrawal_id: UUID, user_id: str | None) -> CoinWithdrawal:
    """The request, if it is the user's where one is named; or WithdrawalNotFound."""
    named = None if user_id is None else clean_user_id(user_id)
    for withdrawal in _BY_ID.models(withdrawal_id):
        is_theirs = named in (None, withdrawal.user_id)
        if is_theirs and actor.is_test in (None, withdrawal.is_test):
            return withdrawal
    raise WithdrawalNotFound(str(withdrawal_id))


def page_of(
    query: schemas.HistoryQuery, actor: Actor
) -> tuple[list[CoinWithdrawal], str | None]:
    """The requests that are asked for, and the cursor of the next ones.

    Raises InvalidCursor, InvalidUserId and OtherKind.
    """
    asked: dict[str, Value] = {"user_id": clean_user_id(query.user_id)}
    if query.status:
        asked["status"] = query.status.value
    if query.start:
        asked["start"] = query.start
    if query.end:
        asked["end"] = query.end
    if query.cursor:
        place = cursors.place_in(_HISTORY, query.user_id, query.cursor)
        moment, _, last = place.partition(" ")
        asked |= {"moment": datetime.fromisoformat(moment), "last": UUID(last)}
    statement = _page(actor.is_test, query.limit + 1, *asked)
    found = statement.models(*asked.values())
    if not found:
        check_kind(query.user_id, actor.is_test)
    page = found[: query.limit]
    if len(found) == len(page):
        return page, None
    place = f"{page[-1].created_at.isoformat()} {page[-1].id}"
    return page, cursors.seal(_HISTORY, query.user_id, place)


@lru_cache(maxsize=256)
def _page(is_test: bool | None, size: int, *names: str) -> Statement[CoinWithdrawal]:
    """The statement of a page that is asked for by values of these names."""

    def query(*values: Any) -> QuerySet[CoinWithdrawal]:
        asked = dict(zip(names, values, strict=True))
        rows = CoinWithdrawal.objects.of_kind(is_test).of_user(asked["user_id"])
        for name in _FILTERS.keys() & asked.keys():
            rows = rows.filter(**{_FILTERS[name]: asked[name]})
        if "last" in asked:
            rows = rows.older_than(asked["moment"], asked["last"])
        return rows.newest_first()[:size]

    return Statement(query, *(_KINDS.get(name, str) for name in names))


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
