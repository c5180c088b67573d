"""The history has the same bytes, whoever writes it: PostgreSQL, or the schemas."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.corpus.characters import CONTROLS, INJECTED, INVISIBLE, PLANES, SPACES
from tests.crowd import make, row
from withdrawals import submission
from withdrawals.api.schemas import HistoryAnswer, HistoryItem
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

USER = 'o\'neill "é" \\ ","data":[] %s %% {} ₹ \u0928'
TEXTS = [
    *("", '"', "'", "\\", '\\"', "\\u0041", "/", '{"a": [1, null]}', "₹50 वापस आए"),
    *("line\nline\r\n\tline", "\ud7ff\ue000", "x" * 5000, *map(chr, range(1, 0xA0))),
    *(INJECTED + INVISIBLE + PLANES + SPACES + CONTROLS),
]  # fmt: skip
BEGAN = datetime(2025, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
QUERIES: list[dict[str, Any]] = [
    {"limit": 100},
    {"limit": 100, "cursor": ""},
    {"limit": 7, "status": "completed", "cursor": ""},
    {"limit": 3, "status": "failed"},
    {"from": "2026-01-02", "to": "2026-01-02"},
    {"from": "2030-01-01", "cursor": ""},
]


@pytest.fixture
def many(db) -> list[CoinWithdrawal]:
    """Requests with whatever a column can hold, the newest first."""
    statuses, texts = list(Status), [each.replace("\0", "") for each in TEXTS]
    rows = [
        row(
            statuses[number % 5],
            coins=[100, 101, 999, 100_000, 99_990][number % 5],
            user_id=USER,
            upi_id=f"{text[:200]}@upi",
            admin_notes=text,
            created_at=BEGAN + number * timedelta(seconds=0.5 + number, microseconds=1),
        )
        for number, text in enumerate(texts)
    ]
    return make(*rows)[::-1]


def ways(monkeypatch, api, **query):
    """What is answered in each way that the database has."""
    for fast in {False, connection.vendor == "postgresql"}:
        with monkeypatch.context() as chosen:
            chosen.setattr(submission, "has_functions", lambda fast=fast: fast)
            yield api.history(user_id=USER, **query)


def test_it_is_what_the_schema_writes(api, many, monkeypatch):
    rows = [vars(each) | {"amount": each.coins_amount} for each in many[:100]]
    items = list(map(HistoryItem.model_validate, rows))
    answer = HistoryAnswer(user_id=USER, count=100, data=items)
    expected = answer.model_dump_json(exclude={"next"}).encode()
    for told in ways(monkeypatch, api, limit=100):
        assert told.content == expected


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one way")
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_both_ways_walk_alike(api, many, monkeypatch, query):
    while query:
        one, other = ways(monkeypatch, api, **query)
        assert one.status_code == 200
        assert one.content == other.content and one.get("Link") == other.get("Link")
        cursor = one.json().get("next")
        query = query | {"cursor": cursor} if cursor else {}
