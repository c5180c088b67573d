"""Lists of the JSON endpoints, page by page: every row once, of this user only."""

import pytest

from tests.api import refused
from tests.conftest import give
from withdrawals.api.cursors import seal


@pytest.fixture
def many(api, alice, bob):
    """alice has 24 movements more, and bob some in between."""
    for number in range(24):
        give("alice", 1 + number)
        give("bob", 1)


def walk(call, cursor="", then=lambda: None, **query):
    """The rows of each page until there is no next."""
    pages = []
    while cursor is not None:
        answer = call(cursor=cursor, **query).json()
        pages.append(answer["data"])
        cursor = answer["next"]
        then()
    return pages


@pytest.mark.parametrize(("limit", "pages"), [(1, 25), (7, 4), (24, 2), (25, 1)])
def test_walking_movements_meets_each_once_newest_first(api, many, limit, pages):
    found = walk(api.movements, user_id="alice", limit=limit)
    assert len(found) == pages
    amounts = [each["amount"] for page in found for each in page]
    assert amounts == [*range(24, 0, -1), 2000]


def test_what_comes_meanwhile_shifts_nothing(api, many):
    found = walk(
        api.movements, then=lambda: give("alice", 999), user_id="alice", limit=5
    )
    amounts = [each["amount"] for page in found for each in page]
    assert amounts == [*range(24, 0, -1), 2000]


def test_the_last_page_has_no_next(api, alice):
    answer = api.movements(user_id="alice").json()
    assert (answer["count"], answer["next"]) == (1, None)


def forged(api) -> list[str]:
    good = api.movements(user_id="alice", limit=1).json()["next"]
    assert good
    return [
        *("x", "0", "20", "null", "=", "é", "\0", "A" * 5000, good[:-4], f"{good}x"),
        good.swapcase(),
        seal("movements", "bob", 20),
        seal("history", "alice", 20),
    ]


def test_a_cursor_is_good_for_its_list_and_user_only(api, many):
    for cursor in forged(api):
        response = api.movements(user_id="alice", cursor=cursor)
        assert refused(response, 400, "invalid_cursor")["field"] == "cursor"
