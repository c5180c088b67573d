"""Bodies that are no answer to what was asked, and what they call themselves."""

import gzip
import json

ASKED = {"user_id": "alice", "amount": 500, "upi_id": "alice@okhdfcbank"}
_GOOD = json.dumps(ASKED).encode()

# To an endpoint that takes one JSON object.
NOT_JSON = {
    "a form": b"user_id=alice&amount=500",
    "truncated": _GOOD[:-1],
    "two objects": _GOOD * 2,
    "UTF-16": json.dumps(ASKED).encode("utf-16"),
    "UTF-32": json.dumps(ASKED).encode("utf-32-le"),
    "byte order mark": json.dumps(ASKED).encode("utf-8-sig"),
    "invalid UTF-8": _GOOD.replace(b"alice", b"al\xffce"),
    "overlong UTF-8": _GOOD.replace(b"alice", b"al\xc0\xafce"),
    "encoded surrogate": _GOOD.replace(b"alice", b"al\xed\xa0\x80ce"),
    "a key twice": b'{"amount":100,' + _GOOD[1:],
    "a key twice inside": b'{"x":{"a":1,"a":2},' + _GOOD[1:],
    "a key twice, once escaped": b'{"\\u0061mount":100,' + _GOOD[1:],
    "lone surrogate": json.dumps(ASKED | {"x": "\ud800"}).encode(),
    "lone surrogate as a key": json.dumps(ASKED | {"\udfff": 1}).encode(),
    "NaN in an unknown field": b'{"x":NaN,' + _GOOD[1:],
    "infinity in an unknown field": b'{"x":1e999,' + _GOOD[1:],
    "a number of 5,000 digits": b'{"x":' + b"9" * 5000 + b"," + _GOOD[1:],
    "nested without end": b'{"x":' + b"[" * 30_000,
    "nested deep": b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "objects nested deep": b'{"x":' * 9000 + b"1" + b"}" * 9000,
    "gzip": gzip.compress(_GOOD),
    "gzip bomb": gzip.compress(b" " * 10_000_000),
    "a zip file": b"PK\x03\x04" + bytes(100),
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "a list": b"[]",
    "a list of one": b"[" + _GOOD + b"]",
    "a text": b'"alice"',
    "a number": b"500",
    "null": b"null",
    "true": b"true",
    "control character": b'{"user_id":"a\x01"}',
    "single quotes": b"{'user_id':'alice'}",
    "comment": b'{/**/"user_id":"alice"}',
    "a comma too many": _GOOD[:-1] + b",}",
    "no quotes": b"{user_id:1}",
    "NUL": b"\x00",
    "NUL behind it": _GOOD + b"\x00",
    "only spaces": b"   ",
    "XML": b"<user_id>alice</user_id>",
    "JSON lines": _GOOD + b"\n{}",
    "a script": b"<script>alert(1)</script>",
}
TOO_LARGE = {"64 KiB and 1": 64 * 1024 + 1, "10 MB": 10_000_000}
TOO_LARGE_JSON = {
    **{name: b" " * size for name, size in TOO_LARGE.items()},
    "100,000 keys": b"{" + b",".join(b'"k%d":1' % n for n in range(100_000)) + b"}",
    "1 MB of a UPI ID": json.dumps(ASKED | {"upi_id": "a" * 1_000_000}).encode(),
}
NOT_JSON_TYPES = [
    *("", "text/plain", "text/json", "application/xml", "application/json-patch+json"),
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("application/jsonp", "json", "*/*", "application/json, text/plain"),
    *("\xff", "application/ json", "x" * 10_000, "text/html; application/json"),
]

_FORM = "application/x-www-form-urlencoded"
# To a page with a form: each with its content type.
NOT_A_FORM = {
    "nothing": (b"", _FORM),
    "no field": (b"&&&===", _FORM),
    "JSON": (b'{"coins": 500, "note": "x"}', _FORM),
    "JSON as JSON": (_GOOD, "application/json"),
    "plain text": (b"coins=500&text=x", "text/plain"),
    "no type": (b"coins=500&text=x", ""),
    "a lone surrogate": (b"coins=%ED%A0%80&upi_id=%ED%A0%80&utr=%ED%A0%80", _FORM),
    "broken UTF-8": (b"coins=%FF%FE&upi_id=%FF&utr=%FF&handle=%FF", _FORM),
    "raw bytes": (b"\xff\xfe\x00=\x80", _FORM),
    "a NUL in a name": (b"%00=1&coins%00=500&note%00=x", _FORM),
    "UTF-16": ("coins=500&note=x".encode("utf-16"), _FORM),
    "charset UTF-16": (b"coins=500&text=x", f"{_FORM}; charset=utf-16"),
    "charset nonsense": (b"coins=500&text=x", f"{_FORM}; charset=nonsense"),
    "gzip": (gzip.compress(b"coins=500&text=x"), _FORM),
    "gzip bomb": (gzip.compress(b"coins=500&" * 1_000_000), _FORM),
    "multipart without a boundary": (b"coins=500", "multipart/form-data"),
    "multipart of another kind": (b"coins=500", "multipart/form-data; boundary=x"),
    "multipart cut off": (
        b'--x\r\nContent-Disposition: form-data; name="coins"\r\n\r\n50',
        "multipart/form-data; boundary=x",
    ),
    "multipart in base64 that is none": (
        b'--x\r\nContent-Disposition: form-data; name="note"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "a file for a field": (
        b'--x\r\nContent-Disposition: form-data; name="note"; filename="a.zip"\r\n\r\n'
        b"PK\x03\x04\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "a boundary of 10 KB": (b"x", "multipart/form-data; boundary=" + "x" * 10_000),
    "a boundary in bytes": (b"x", "multipart/form-data; boundary=\xff"),
    "1,000 fields": (b"&".join(b"f%d=" % n for n in range(1000)), _FORM),
    "100,000 fields": (b"&".join(b"f%d=" % n for n in range(100_000)), _FORM),
    "1 MB of coins": (b"coins=" + b"1" * 1_000_000, _FORM),
    "10 MB of a note": (b"note=" + b"x" * 10_000_000, _FORM),
}
