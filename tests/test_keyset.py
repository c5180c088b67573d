"""Pages by key: walking them meets every row once, whatever happens meanwhile."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.crowd import NOON, make, row
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.keyset import Cursor, Order, neighbour, page

ORDERS = [
    Order(field, descending)
    for field in ("created_at", "coins_amount")
    for descending in (False, True)
]
ID = UUID("0199c5a4-0000-7000-8000-000000000001")


@pytest.fixture
def rows(db):
    """Eleven requests, some made at the same time, some of the same amount."""
    places = [(100, 0), (100, 0), (100, 0), (300, 1), (200, 2), (200, 2)]
    places += [(200, 0), (300, 5), (500, 4), (400, 3), (100, 9)]
    make(*(row(coins=coins, minutes=minutes) for coins, minutes in places))
    return CoinWithdrawal.objects.all()


def walk(rows, order, size):
    """The ids on each page, from the first page to the last."""
    after = ""
    for _ in range(40):  # a walk that goes round must end as well
        found = page(rows, order, size, after=after)
        yield [each.id for each in found.rows]
        if not found.after:
            break
        after = str(found.after)


def walk_back(rows, order, size, before):
    pages: list[list[UUID]] = []
    for _ in range(40):
        found = page(rows, order, size, before=before)
        pages.insert(0, [each.id for each in found.rows])
        if not found.before:
            break
        before = str(found.before)
    return pages


@pytest.mark.parametrize("size", [1, 3, 10])
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_parts_make_the_pages_of_the_whole(rows, order, size):
    apart = [Q(coins_amount__lte=100), Q(coins_amount=300), Q(coins_amount__in=[200])]
    some = rows.filter(apart[0] | apart[1] | apart[2])
    places = [Cursor(getattr(each, order.field), each.id) for each in rows]
    for place in (
        {},
        *({way: str(at)} for way in ("after", "before") for at in places),
    ):
        assert page(some, order, size, apart, **place) == page(
            some, order, size, **place
        )
    for each in rows:
        for back in (False, True):
            one = neighbour(some, order, each, backwards=back, apart=apart)
            assert one == neighbour(some, order, each, backwards=back)


def ids(rows, order):
    return list(rows.order_by(*order.fields()).values_list("id", flat=True))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 10, 11, 12])
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_walking_forwards_meets_every_row_once(rows, order, size):
    pages = list(walk(rows, order, size))
    assert sum(pages, []) == ids(rows, order)
    assert {len(each) for each in pages[:-1]} <= {size}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 10])
@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_walking_back_from_the_last_row_meets_the_others_once(rows, order, size):
    *others, last = ids(rows, order)
    value = getattr(rows.get(id=last), order.field)
    before = str(Cursor(value, last))
    assert sum(walk_back(rows, order, size, before), []) == others


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_there_and_back_is_the_same_page(rows, order):
    first = page(rows, order, 3)
    second = page(rows, order, 3, after=str(first.after))
    back = page(rows, order, 3, before=str(second.before))
    assert back.rows == first.rows
    assert (first.before, back.before) == (None, None)
    assert back.after == first.after


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_rows_that_come_meanwhile_shift_nobody(rows, order):
    known = ids(rows, order)
    met = []
    for number, found in enumerate(walk(rows, order, 3)):
        met += [each for each in found if each in known]
        make(row(coins=100 + 50 * number, minutes=number / 2))
    assert met == known


def test_row_of_the_cursor_may_be_gone(rows):
    order = ORDERS[0]
    first = page(rows, order, 4)
    rest = rows.exclude(id=first.rows[-1].id)
    found = page(rest, order, 100, after=str(first.after))
    assert [each.id for each in found.rows] == ids(rows, order)[4:]


def test_first_page_comes_when_nothing_is_left_behind_the_cursor(rows):
    order = ORDERS[0]
    after = str(page(rows, order, 8).after)
    rest = rows.filter(id__in=ids(rows, order)[:8])
    assert page(rest, order, 3, after=after) == page(rest, order, 3)


def test_first_page_of_nothing_leads_nowhere(db):
    found = page(CoinWithdrawal.objects.all(), ORDERS[0], 5)
    assert (found.rows, found.before, found.after) == ([], None, None)


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(0, ID),
        Cursor(100_000, ID),
        Cursor(NOON, ID),
        Cursor(NOON + timedelta(microseconds=1), ID),
    ],
)
def test_cursor_survives_the_address(cursor):
    assert Cursor.parse(str(cursor)) == cursor


def text(value, row_id=ID):
    return urlsafe_b64encode(f"{value}|{row_id}".encode()).decode()


GARBAGE = [
    "x",
    "=",
    "\0",
    "é",
    "\ud800",
    "A" * 100_000,
    text("", ""),
    text("100", "not-an-id"),
    text("100|100"),
    text("-1"),
    text("1e3"),
    text("NaN"),
    text("9" * 30),
    text("१००"),
    text("2026-03-01"),
    text("2026-03-01T06:30:00"),
    text("0001-01-01T00:00:00+23:59"),
    text("9999-12-31T23:59:59-23:59"),
]


@pytest.mark.parametrize("cursor", GARBAGE, ids=lambda each: ascii(each)[:40])
def test_garbage_is_the_first_page(rows, cursor):
    for order in ORDERS:
        first = page(rows, order, 3)
        assert page(rows, order, 3, after=cursor) == first
        assert page(rows, order, 3, before=cursor) == first


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_cursor_at_the_end_of_time_is_one_like_others(rows, year):
    cursor = text(f"{year}T00:00:00+00:00")
    numbers = {
        len(page(rows, order, 20, **{way: cursor}).rows)
        for order in ORDERS[:2]
        for way in ("after", "before")
    }
    assert numbers == {11}


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_cursor_of_another_order_is_the_first_page(rows, order):
    other = "coins_amount" if order.field == "created_at" else "created_at"
    cursor = str(page(rows, Order(other), 3).after)
    assert page(rows, order, 3, after=cursor) == page(rows, order, 3)


@given(text=st.text(max_size=80) | st.binary(max_size=60).map(urlsafe_b64encode))
def test_any_text_parses_or_is_none(text):
    text = text.decode() if isinstance(text, bytes) else text
    cursor = Cursor.parse(text)
    assert cursor is None or Cursor.parse(str(cursor)) == cursor


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    places=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), max_size=9),
    size=st.integers(1, 4),
    order=st.sampled_from(ORDERS),
)
def test_pages_partition_the_rows(db, places, size, order):
    made = make(*(row(coins=100 * each, minutes=at) for each, at in places))
    rows = CoinWithdrawal.objects.filter(id__in=[each.id for each in made])
    pages = list(walk(rows, order, size))
    assert sum(pages, []) == ids(rows, order)
    assert all(len(each) == size for each in pages[:-1])
