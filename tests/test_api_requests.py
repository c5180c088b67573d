"""What the history and the status tell on request, and to whoever has it already."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api import ADDRESSES, FORESEEN, refused
from tests.conftest import give, submitted
from tests.test_api_paging import walk
from wallet import clock
from withdrawals import estimates, transitions
from withdrawals.actors import Actor
from withdrawals.api.cursors import seal
from withdrawals.states import Status

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def days(alice):
    """A request at noon of each of the first nine days, by their numbers."""
    ids = {}
    for number in range(1, 10):
        with clock.at(NEW_YEAR.replace(day=number, hour=12)):
            ids[str(submitted(coins=100).id)] = number
    return ids


def numbers(days, answer):
    return [days[each["id"]] for each in answer.json()["data"]]


@pytest.mark.parametrize("limit", [1, 2, 4, 9, 100])
def test_walking_the_history_meets_each_request_once(api, days, limit):
    pages = walk(api.history, user_id="alice", limit=limit)
    assert [days[row["id"]] for page in pages for row in page] == [*range(9, 0, -1)]
    assert len(pages) == -(-9 // limit)


def test_requests_of_the_same_moment_are_walked_too(api, alice):
    with clock.at(NEW_YEAR):
        ids = {str(submitted(coins=100).id) for _ in range(7)}
    pages = walk(api.history, user_id="alice", limit=2)
    found = [row["id"] for page in pages for row in page]
    assert len(found) == 7 and set(found) == ids


def test_new_requests_shift_no_page(api, days):
    def ask():
        submitted(coins=100)

    pages = walk(api.history, then=ask, user_id="alice", limit=3)
    assert [days[row["id"]] for page in pages for row in page] == [*range(9, 0, -1)]


def test_the_pages_keep_to_the_filters(api, days):
    query = {"user_id": "alice", "from": "2026-01-03", "to": "2026-01-07", "limit": 2}
    pages = walk(api.history, **query, status="pending")
    assert [days[row["id"]] for page in pages for row in page] == [7, 6, 5, 4, 3]


def test_without_a_cursor_the_answer_has_no_next_but_a_link(api, days):
    response = api.history(user_id="alice", limit=2)
    assert list(response.json()) == ["success", "user_id", "count", "data"]
    address, _, relation = response["Link"].partition("; ")
    assert relation == 'rel="next"'
    following = api.client.get(address[1:-1])
    assert numbers(days, following) == [7, 6]
    assert "Link" not in api.history(user_id="alice", limit=9)


def test_a_cursor_of_another_list_or_user_is_refused(api, days):
    place = f"{NEW_YEAR.isoformat()} {next(iter(days))}"
    for cursor in (seal("history", "bob", place), seal("movements", "alice", 5), "x"):
        response = api.history(user_id="alice", cursor=cursor)
        assert refused(response, 400, "invalid_cursor")["field"] == "cursor"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "2026-01-08"}, [9, 8]),
        ({"to": "2026-01-02"}, [2, 1]),
        ({"from": "2026-01-05", "to": "2026-01-05"}, [5]),
        ({"from": "2026-01-05T12:00:00Z", "to": "2026-01-06T12:00:00Z"}, [5]),
        ({"from": "2026-01-05T12:00:00.000001Z", "to": "2026-01-06"}, [6]),
        ({"from": "2026-01-09", "to": "2026-01-01"}, []),
        ({"from": "1000-01-01", "to": "2999-12-31", "limit": 2}, [9, 8]),
    ],
)
def test_the_history_of_some_days(api, days, query, expected):
    assert numbers(days, api.history(user_id="alice", **query)) == expected


@pytest.mark.parametrize("name", ["from", "to"])
@pytest.mark.parametrize(
    "text",
    [
        *("", "today", "2026", "2026-1-1", "2026-02-30", "01-02-2026", "20260101"),
        *("2026-01-01T12:00:00", "2026-01-01T12:00:00+05:30", "2026-01-01 12:00:00Z"),
        *("2026-01-01T25:00:00Z", "0001-01-01", "9999-12-31", "1767225600", "null"),
        *("2026-01-01\n", " 2026-01-01", "२०२६-०१-०१", "2026-W01-1"),
    ],
)
def test_a_day_is_written_in_one_way(api, alice, name, text):
    response = api.history(user_id="alice", **{name: text})
    assert refused(response, 400, "invalid_field")["field"] == name


def test_a_timeline_tells_when_and_nothing_else(api, alice, meera):
    boss = Actor.staff(meera)
    with clock.at(NEW_YEAR):
        asked = submitted()
    with clock.at(NEW_YEAR + timedelta(hours=1)):
        transitions.start(asked.id, actor=boss, note="Looks fine to me")
    response = api.details(withdrawal_id=asked.id, include="timeline")
    data = response.json()["data"]
    assert data["timeline"] == [
        {"from": None, "to": "pending", "at": "2026-01-01T00:00:00Z"},
        {"from": "pending", "to": "processing", "at": "2026-01-01T01:00:00Z"},
    ]
    assert list(data)[-2:] == ["failure_reason", "timeline"]
    assert b"meera" not in response.content and b"fine" not in response.content


def test_an_estimate_tells_when_it_is_usually_paid(api, alice, monkeypatch):
    monkeypatch.setattr(estimates, "usual_time", lambda: timedelta(minutes=290))
    with clock.at(NEW_YEAR):
        asked = submitted()
    data = api.details(withdrawal_id=asked.id, include="estimate").json()["data"]
    assert data["estimate"] == {
        "usually_within_seconds": 17_400,
        "usually_within": "5 hours",
        "estimated_completion": "2026-01-01T04:50:00Z",
    }


def test_an_estimate_is_null_where_nothing_tells(api, pending):
    answer = api.details(withdrawal_id=pending.id, include="estimate,timeline").json()
    assert answer["data"]["estimate"] is None
    assert list(answer["data"])[-2:] == ["timeline", "estimate"]


@pytest.mark.parametrize("text", ["notes", "timeline,", ",", "timeline;estimate", " "])
def test_what_else_is_included_is_one_of_a_few(api, pending, text):
    response = api.details(withdrawal_id=pending.id, include=text)
    assert refused(response, 400, "invalid_field")["field"] == "include"


def test_whoever_has_the_answer_is_only_told_so(api, pending):
    first = api.details(withdrawal_id=pending.id)
    assert first["Cache-Control"] == "private, no-cache"
    for known in (first["ETag"], f"W/{first['ETag']}", f'"x", {first["ETag"]}', "*"):
        again = ask(api, pending, known)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("known", ["", "x", '"x"', "W/", '"' * 5000, "\0"])
def test_another_etag_is_no_reason_not_to_answer(api, pending, known):
    assert ask(api, pending, known).status_code == 200


def test_a_change_changes_the_etag(api, pending, meera):
    known = api.details(withdrawal_id=pending.id)["ETag"]
    transitions.start(pending.id, actor=Actor.staff(meera))
    answer = ask(api, pending, known)
    assert answer.status_code == 200
    assert answer.json()["data"]["status"] == Status.PROCESSING


def ask(api, withdrawal, known):
    query = {"withdrawal_id": withdrawal.id}
    headers = {"If-None-Match": known}
    return api.client.get(ADDRESSES["details"], query, headers=headers)


def test_a_page_of_the_history_is_one_query(api, days, django_assert_num_queries):
    cursor = api.history(user_id="alice", limit=2, cursor="").json()["next"]
    give("alice", 1)
    with django_assert_num_queries(FORESEEN):
        api.history(user_id="alice", limit=2, cursor=cursor)
