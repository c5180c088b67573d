"""Whatever is sent: a clear 4xx that names the field, and nothing has changed."""

import pytest

from tests.api import ADDRESSES, PATH, refused
from tests.everything import nothing_changes
from withdrawals.api.parameters import Headers

GOOD = '"user_id":"alice","upi_id":"alice@okhdfcbank"'

# As written in the body: what the number would be to a careless reader.
AMOUNTS = {
    "invalid_field": ["500.0", '"500"', "true", "null", "[500]", "{}"],
    "amount_out_of_range": ["0", "-500", "99", "100001", str(10**400)],
    "invalid_json": ["NaN", "1e999", "9" * 5000, "0500", "\u0966\u0967\u0968", ""],
}


@pytest.mark.parametrize(
    ("code", "amount"),
    [(code, amount) for code, amounts in AMOUNTS.items() for amount in amounts],
)
def test_an_amount_is_a_plain_whole_number_in_range(api, alice, code, amount):
    body = f'{{{GOOD},"amount":{amount}}}'
    with nothing_changes():
        error = refused(api.post(PATH, body.encode()), 400, code)
    assert error["field"] == (None if code == "invalid_json" else "amount")


@pytest.mark.parametrize("upi_id", ["", "alice@@ybl", "user@bank", "a\x00b@ybl"])
def test_a_upi_id_that_could_pay_a_stranger_is_refused(api, alice, upi_id):
    with nothing_changes():
        error = refused(api.withdraw(upi_id=upi_id), 400, "invalid_upi_id")
    assert error["field"] == "upi_id"


@pytest.mark.parametrize("value", [1, 1.5, True, None, [], {}, ["alice"]])
@pytest.mark.parametrize("field", ["user_id", "upi_id"])
def test_a_text_is_not_made_of_something_else(api, alice, field, value):
    with nothing_changes():
        error = refused(api.withdraw(**{field: value}), 400, "invalid_field")
    assert error["field"] == field


@pytest.mark.parametrize("field", ["user_id", "amount", "upi_id"])
def test_a_missing_field_is_named(api, alice, field):
    body = {"user_id": "alice", "amount": 500, "upi_id": "alice@ybl"}
    del body[field]
    with nothing_changes():
        error = refused(api.post(PATH, body), 400, "missing_field")
    assert error["field"] == field
    assert error["message"] == f"{field} is required."


def test_all_wrong_fields_are_named_at_once(api, alice):
    error = refused(api.post(PATH, {"amount": "500"}), 400, "missing_field")
    assert list(error["details"]["fields"]) == ["user_id", "amount", "upi_id"]


@pytest.mark.parametrize("bad", [1, 10**400, True, None, [], {}, 1.5])
def test_an_id_is_a_text(api, alice, bad):
    response = api.post(ADDRESSES["cancel"], {"withdrawal_id": bad})
    assert refused(response, 400, "invalid_field")["field"] == "withdrawal_id"


@pytest.mark.parametrize("name", ["details", "cancel"])
def test_a_missing_id_is_named(api, name):
    call = api.client.get if name == "details" else api.post
    response = call(ADDRESSES[name], {})
    assert refused(response, 400, "missing_field")["field"] == "withdrawal_id"


@pytest.mark.parametrize("reason", [1, [], {}, True])
def test_a_reason_is_a_text(api, pending, reason):
    with nothing_changes():
        error = refused(api.cancel(pending.id, reason=reason), 400, "invalid_field")
    assert error["field"] == "reason"


def test_history_needs_a_user(api):
    assert refused(api.history(), 400, "missing_field")["field"] == "user_id"


def test_headers_are_looked_up_as_django_does(rf):
    request = rf.get("/", headers={"Idempotency-Key": "k", "Accept": "*/*"})
    headers = Headers(request.META)
    assert dict(headers) == dict(request.headers)
    assert headers["idempotency-key"] == "k"
    assert "Content-Type" not in headers
