"""A thousand credits in one call: each has its own result, or none is posted."""

import json
from typing import Any

import pytest

from tests.api import ADDRESSES, credit_of, refused
from tests.everything import nothing_changes
from wallet import ledger

BAD: dict[int, dict[str, Any]] = {
    1: {"amount": 0},
    3: {"user_id": "eve "},
    4: {"reason": ""},
    6: {"reference": "posted", "amount": 9},
}
CODES = ["amount_out_of_range", "invalid_field", "invalid_field", "reference_reused"]
FIELDS = ["amount", "user_id", "reason", "reference"]


@pytest.fixture
def items(api, alice):
    """Eight credits, four of them bad and one posted before."""
    api.credit(reference="posted")
    good = [credit_of(user_id=f"u{n % 3}", reference=f"r{n}") for n in range(7)]
    mixed = [each | BAD.get(n, {}) for n, each in enumerate(good)]
    return [*mixed, credit_of(reference="posted")]


def test_each_item_has_its_own_result_in_order(api, items):
    answer = api.credit_bulk(*items).json()
    assert [each["index"] for each in answer["data"]] == list(range(8))
    refused_ones = [n for n, r in enumerate(answer["data"]) if r["status"] == "refused"]
    assert refused_ones == list(BAD)
    assert answer["data"][7]["status"] == "duplicate"
    numbers = [answer[name] for name in ("count", "credited", "duplicate", "refused")]
    assert numbers == [8, 3, 1, 4]
    assert [ledger.balance(f"u{n}") for n in range(3)] == [10, 0, 20]


def test_a_refused_item_tells_its_index_and_field(api, items):
    data = api.credit_bulk(*items).json()["data"]
    errors = [each["error"] for each in data if each["status"] == "refused"]
    assert [each["code"] for each in errors] == CODES
    where = [f"items[{n}].{name}" for n, name in zip(BAD, FIELDS, strict=True)]
    assert [each["field"] for each in errors] == where


def test_all_or_nothing_posts_nothing_and_names_every_bad_item(api, items):
    with nothing_changes():
        response = api.credit_bulk(*items, all_or_nothing=True)
        error = refused(response, 400, "items_refused")
    assert error["message"] == "Nothing was credited: 4 of 8 items are refused."
    assert error["field"] == "items[1].amount"
    told = error["details"]["items"]
    assert [each["index"] for each in told] == list(BAD)
    assert [each["code"] for each in told] == CODES


def test_all_or_nothing_posts_all_of_what_is_good(api, items):
    good = [each for n, each in enumerate(items) if n not in BAD]
    answer = api.credit_bulk(*good, all_or_nothing=True).json()
    assert (answer["credited"], answer["duplicate"]) == (3, 1)


def test_the_same_batch_again_posts_nothing(api, items):
    api.credit_bulk(*items)
    with nothing_changes():
        again = api.credit_bulk(*items).json()
    assert (again["credited"], again["duplicate"], again["refused"]) == (0, 4, 4)


def test_a_key_answers_the_whole_batch_again(api, items):
    headers = {"Idempotency-Key": "batch-1"}
    first = api.credit_bulk(*items, headers=headers)
    with nothing_changes():
        second = api.credit_bulk(*items, headers=headers)
    assert second.content == first.content
    assert second["Idempotent-Replayed"] == "true"


def test_a_thousand_items_of_any_size_fit(api, alice, django_assert_max_num_queries):
    items = [
        credit_of(user_id=f"u{n % 100}", reference=f"r{n}", reason="x" * 500)
        for n in range(1000)
    ]
    with django_assert_max_num_queries(40):
        answer = api.credit_bulk(*items).json()
    assert answer["credited"] == 1000
    assert ledger.balance("u7") == 100


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_has_one_to_a_thousand_items(api, alice, count):
    items = [credit_of(reference=f"r{n}") for n in range(count)]
    with nothing_changes():
        error = refused(api.credit_bulk(*items), 400, "invalid_field")
    assert (error["field"], error["message"]) == (
        "items",
        "items must be a list of 1 to 1000 credits, each a JSON object.",
    )


@pytest.mark.parametrize(
    ("item", "code", "field"),
    [
        (credit_of(amount="10"), "invalid_field", "items[1].amount"),
        (credit_of(type="refund"), "invalid_field", "items[1].type"),
        ({}, "missing_field", "items[1].user_id"),
        (7, "missing_field", "items[1].user_id"),
        (None, "missing_field", "items[1].user_id"),
    ],
)
def test_an_item_of_another_form_refuses_the_call(api, alice, item, code, field):
    with nothing_changes():
        response = api.credit_bulk(credit_of(), item)
        assert refused(response, 400, code)["field"] == field


def test_as_many_wrong_fields_are_told_as_anybody_reads(api, alice):
    error = refused(api.credit_bulk(*[{}] * 1000), 400, "missing_field")
    assert len(error["details"]["fields"]) == 100


def test_a_body_may_have_a_mebibyte_and_no_more(api, alice):
    body = json.dumps({"items": [credit_of()]}).encode()
    path, mebibyte = ADDRESSES["credit_bulk"], 1024 * 1024
    assert api.post(path, body.ljust(mebibyte)).status_code == 200
    refused(api.post(path, body.ljust(mebibyte + 1)), 413, "body_too_large")
