"""Whatever is sent: a clear 4xx that names the field, and nothing has changed."""

import json

import pytest

from tests.api import ADDRESSES, PATH, refused
from tests.everything import nothing_changes

GOOD = '"user_id":"alice","upi_id":"alice@okhdfcbank"'

# As written in the body: what the number would be to a careless reader.
AMOUNTS = {
    "invalid_field": [
        "1e3",
        "500.0",
        "10.5",
        '"500"',
        '" 500 "',
        '"1_000"',
        '"1,000"',
        '"\u0966\u0967"',
        '"\uff15\uff10\uff10"',
        "true",
        "null",
        "[]",
        "[500]",
        "{}",
        '"500\\u0000"',
    ],
    "amount_out_of_range": [
        "0",
        "-0",
        "-1",
        "-500",
        "99",
        "100001",
        str(2**31),
        str(2**53 + 1),
        str(2**63),
        str(10**400),
    ],
    "invalid_json": [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "9" * 5000,
        "0500",
        "+500",
        "1_000",
        ".5e3",
        "\u0966\u0967\u0968",
        "",
    ],
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


@pytest.mark.parametrize("amount", [100, 2000])
def test_the_ends_of_the_range_are_allowed(api, alice, amount):
    assert api.withdraw(amount=amount).status_code == 201


@pytest.mark.parametrize(
    "upi_id",
    [
        "",
        " ",
        "user@bank",
        "username#bank",
        "@bank",
        "user@",
        "@",
        "alice",
        "alice@@ybl",
        "a@b@ybl",
        "a" * 98 + "@ybl",
        "a" * 60_000,
        "al ice@ybl",
        "al\u00a0ice@ybl",
        "al\u200bice@ybl",
        "\u202ealice@ybl",
        "\u0430lice@ybl",
        ".alice@ybl",
        "alice.@ybl",
        "al..ice@ybl",
        "alice\U0001f600@ybl",
        "alice\x00@ybl",
        "alice@ybl\x00",
        "al\nice@ybl",
        "al'ice@ybl",
        'al"ice@ybl',
        "=cmd()@ybl",
        "<script>@ybl",
        "alice@gmail.com",
        "12345@HDFC0000001.ifsc.npci",
        "alice@ybl?am=1",
        "alice@ybl&am=1",
        "{e.__class__}@ybl",
    ],
)
def test_a_upi_id_that_could_pay_a_stranger_is_refused(api, alice, upi_id):
    with nothing_changes():
        error = refused(api.withdraw(upi_id=upi_id), 400, "invalid_upi_id")
    assert error["field"] == "upi_id"


@pytest.mark.parametrize(
    "user_id", ["", " ", " alice", "alice ", "a\x00", "a\nb", "a\u200b", "a" * 501]
)
def test_a_user_id_is_printable(api, pending, user_id):
    calls = [
        api.withdraw(user_id=user_id),
        api.history(user_id=user_id),
        api.details(withdrawal_id=pending.id, user_id=user_id),
        api.cancel(pending.id, user_id=user_id),
    ]
    for response in calls:
        assert refused(response, 400, "invalid_field")["field"] == "user_id"
    pending.refresh_from_db()
    assert pending.status == "pending"


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


@pytest.mark.parametrize(
    "bad",
    ["", "x", "0", "-1", "9" * 40, "null,null", "../", "%00", "a\x00", "' OR 1=1"],
)
def test_an_id_is_a_uuid(api, alice, bad):
    with nothing_changes():
        for response in (api.details(withdrawal_id=bad), api.cancel(bad)):
            error = refused(response, 400, "invalid_field")
            assert error["field"] == "withdrawal_id"


@pytest.mark.parametrize("bad", [1, 10**400, True, None, [], {}, 1.5])
def test_an_id_is_a_text(api, alice, bad):
    response = api.post(ADDRESSES["cancel"], {"withdrawal_id": bad})
    assert refused(response, 400, "invalid_field")["field"] == "withdrawal_id"


@pytest.mark.parametrize("name", ["details", "cancel"])
def test_a_missing_id_is_named(api, name):
    call = api.client.get if name == "details" else api.post
    response = call(ADDRESSES[name], {})
    assert refused(response, 400, "missing_field")["field"] == "withdrawal_id"


@pytest.mark.parametrize("reason", [1, [], {}, True, "x" * 501, "a\x00b", "\x1b[2J"])
def test_a_reason_is_a_short_text(api, pending, reason):
    with nothing_changes():
        error = refused(api.cancel(pending.id, reason=reason), 400, "invalid_field")
    assert error["field"] == "reason"


def test_a_reason_may_be_in_any_script(api, pending):
    reason = "गलत खाता 😀 'quoted' %s {0} =cmd()"
    api.cancel(pending.id, reason=reason)
    assert pending.status_changes.get(to_status="cancelled").note == reason


@pytest.mark.parametrize(
    "limit",
    ["0", "101", "-1", "+5", "1.0", "1e1", " 5", "5_0", "٥", "x", "", "9" * 5000, "\0"],
)
def test_a_limit_is_1_to_100(api, limit):
    error = refused(api.history(user_id="alice", limit=limit), 400, "invalid_field")
    assert error["field"] == "limit"


@pytest.mark.parametrize("status", ["", "paid", "PENDING", "pending,failed", "\0"])
def test_a_status_filter_is_a_status(api, status):
    error = refused(api.history(user_id="alice", status=status), 400, "invalid_field")
    assert error["field"] == "status"


def test_history_needs_a_user(api):
    assert refused(api.history(), 400, "missing_field")["field"] == "user_id"


def test_a_query_in_broken_utf_8_finds_nothing(api):
    response = api.client.get(ADDRESSES["history"] + "?user_id=%ff%fe")
    assert response.json()["count"] == 0


def test_a_query_of_a_thousand_parameters_is_refused(api):
    query = "&".join(f"p{n}=1" for n in range(1000))
    refused(api.client.get(f"{ADDRESSES['history']}?{query}"), 400, "bad_request")


ASKED = {"user_id": "alice", "amount": 500, "upi_id": "alice@okhdfcbank"}
BODIES = {
    "not JSON": b"user_id=alice&amount=500",
    "truncated": json.dumps(ASKED).encode()[:-1],
    "two objects": json.dumps(ASKED).encode() * 2,
    "UTF-16": json.dumps(ASKED).encode("utf-16"),
    "UTF-32": json.dumps(ASKED).encode("utf-32-le"),
    "byte order mark": json.dumps(ASKED).encode("utf-8-sig"),
    "invalid UTF-8": json.dumps(ASKED).encode().replace(b"alice", b"al\xffce"),
    "a key twice": b'{"amount":100,' + json.dumps(ASKED).encode()[1:],
    "a key twice inside": b'{"x":{"a":1,"a":2},' + json.dumps(ASKED).encode()[1:],
    "lone surrogate": json.dumps(ASKED | {"x": "\ud800"}).encode(),
    "lone surrogate as a key": json.dumps(ASKED | {"\udfff": 1}).encode(),
    "NaN in an unknown field": b'{"x":NaN,' + json.dumps(ASKED).encode()[1:],
    "infinity in an unknown field": b'{"x":1e999,' + json.dumps(ASKED).encode()[1:],
    "nested without end": b'{"x":' + b"[" * 30_000,
    "nested deep": b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "objects nested deep": b'{"x":' * 9000 + b"1" + b"}" * 9000,
    "gzip": bytes.fromhex("1f8b0800000000000003") + b"\x00" * 100,
    "a list": b"[]",
    "a text": b'"alice"',
    "a number": b"500",
    "null": b"null",
    "true": b"true",
    "control character": b'{"user_id":"a\x01"}',
    "single quotes": b"{'user_id':'alice'}",
    "comment": b'{/**/"user_id":"alice"}',
    "NUL": b"\x00",
    "only spaces": b"   ",
}


@pytest.mark.parametrize("path", [ADDRESSES["withdraw"], ADDRESSES["cancel"]])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_is_one_plain_json_object(api, alice, path, body):
    with nothing_changes():
        refused(api.post(path, body), 400, "invalid_json")


def test_an_empty_body_is_missing(api, alice):
    with nothing_changes():
        assert refused(api.post(PATH), 400, "missing_field")["field"] == "body"


def test_a_body_of_many_keys_is_read(api, alice):
    many = {f"k{n}": n for n in range(4000)}
    assert api.withdraw(**many).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "application/xml",
    ],
)
def test_a_body_calls_itself_json(api, alice, content_type):
    with nothing_changes():
        response = api.post(PATH, ASKED, content_type)
    refused(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "ascii"])
def test_json_is_utf_8_whatever_it_calls_itself(api, alice, charset):
    response = api.post(PATH, ASKED, f"application/json; charset={charset}")
    assert response.status_code == 201


@pytest.mark.parametrize("size", [64 * 1024 + 1, 10_000_000])
def test_a_body_has_at_most_64_kib(api, alice, size):
    with nothing_changes():
        refused(api.post(PATH, b" " * size), 413, "body_too_large")


def test_a_body_of_64_kib_is_read(api, alice):
    body = json.dumps(ASKED).encode().ljust(64 * 1024)
    assert api.post(PATH, body).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Forwarded-For": "'; DROP TABLE x"},
        {"HX-Request": "true"},
        {"Accept": "text/html"},
        {"Content-Encoding": "gzip"},
    ],
)
def test_other_headers_change_nothing(api, alice, headers):
    assert api.withdraw(headers=headers).status_code == 201
