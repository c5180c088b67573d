"""A user's requests as the history shows them, page by page.

Two ways lead to the same bytes. Row by row is the one to read, and SQLite's; on
PostgreSQL the database writes the JSON, at a fifth of what models and schemas cost.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet

from wallet.accounts import check_kind, clean_user_id
from wallet.statements import Statement, Value, read
from withdrawals import submission
from withdrawals.api import cursors, schemas, shown
from withdrawals.api.access import ApiRequest
from withdrawals.api.ahead import known_of
from withdrawals.api.answers import text_of
from withdrawals.limits.buckets import Part
from withdrawals.models import CoinWithdrawal

_HISTORY = "history"
_FILTERS = {"status": "status", "start": "created_at__gte", "end": "created_at__lt"}
_KINDS: dict[str, type[Any]] = {
    **dict.fromkeys(("start", "end", "moment"), datetime),
    "last": UUID,
}

_NO_DATA = '"data":[]'  # nobody's id holds it: quotes within are escaped

# shown.item; coins are worth whole tenths of a rupee.
_WRITTEN = """
    SELECT row_to_json(item)::text AS item, page.created_at, page.id
    FROM ({}) page, LATERAL (SELECT
        page.id,
        page.coins_amount AS amount,
        round(page.rupees_amount, 1) AS rupees_amount,
        page.upi_id,
        page.status,
        to_char(page.created_at AT TIME ZONE 'UTC', {moment}) AS created_at,
        to_char(page.completed_at AT TIME ZONE 'UTC', {moment}) AS completed_at,
        page.admin_notes
    ) item
    ORDER BY page.created_at DESC, page.id DESC
"""
_MOMENT = """'YYYY-MM-DD"T"HH24:MI:SS"Z"'"""

# No JSON has a line end within.
_IN_LINES = """
    SELECT string_agg(item, chr(10)), (array_agg(created_at))[{}], (array_agg(id))[{}]
    FROM ({}) listed
"""

# Requests as JSON objects, one more than a page holds where there are more; when the
# last one of the page was made, and its id.
_Found = tuple[list[str], datetime | None, UUID | None]


@dataclass(frozen=True)
class Page:
    """Requests as JSON objects, and the cursor of the next ones."""

    items: list[str]
    next: str | None


def page_of(request: ApiRequest, query: schemas.HistoryQuery) -> Page:
    """The requests that are asked for.

    Raises InvalidCursor, InvalidUserId and OtherKind.
    """
    items, moment, last = _found(request, query)
    if not items:
        check_kind(query.user_id, request.auth.is_test)
    if moment is None or len(items) <= query.limit:
        return Page(items, None)
    place = f"{moment.isoformat(timespec='microseconds')} {last}"
    cursor = cursors.seal(_HISTORY, query.user_id, place)
    return Page(items[: query.limit], cursor)


def query_of(query: schemas.HistoryQuery, is_test: bool | None) -> Part:
    """What is asked of PostgreSQL for the page, as one row; items are its lines."""
    asked = _asked(query)
    sql, values = _page(is_test, query.limit + 1, *asked).sql(*asked.values())
    written = _WRITTEN.format(sql, moment=_MOMENT)
    return _IN_LINES.format(query.limit, query.limit, written), values


def _found(request: ApiRequest, query: schemas.HistoryQuery) -> _Found:
    if not submission.has_functions():
        return _row_by_row(request, query)
    # What was seen was asked for by the same words.
    seen = known_of(request).seen or read(*query_of(query, request.auth.is_test))[0]
    lines, moment, last = seen
    return lines.split("\n") if lines else [], moment, last


def answer(query: schemas.HistoryQuery, page: Page) -> str:
    """The answer as it is sent."""
    frame = {
        "success": True,
        "user_id": query.user_id,
        "count": len(page.items),
        "data": [],
    }
    text = text_of(frame | {"next": page.next} if query.paged else frame)
    return text.replace(_NO_DATA, f'"data":[{",".join(page.items)}]')


def _asked(query: schemas.HistoryQuery) -> dict[str, Value]:
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
    return asked


def link(request: ApiRequest, cursor: str) -> str:
    """Where the next page is, as RFC 8288 says it."""
    query = dict(request.GET.lists()) | {"cursor": [cursor]}
    return f'<{request.path}?{urlencode(query, doseq=True)}>; rel="next"'


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


def _row_by_row(request: ApiRequest, query: schemas.HistoryQuery) -> _Found:
    asked = _asked(query)
    statement = _page(request.auth.is_test, query.limit + 1, *asked)
    rows = statement.models(*asked.values())
    items = [text_of(shown.item(each)) for each in rows]
    if len(rows) <= query.limit:
        return items, None, None
    last = rows[query.limit - 1]
    return items, last.created_at, last.id
