"""Values in an address that no filter, page or limit can mean."""

from base64 import urlsafe_b64encode

from tests.corpus.characters import CONTROLS, INJECTED, TURNING

_NUL = ["\0", "a\0b", "2026-03-01\0"]
_DAYS = [
    *(
        "yesterday",
        "0001-01-01",
        "1999-12-31",
        "9999-12-31",
        "2026-02-30",
        "2026-13-01",
    ),
    *("2026-03-01T00:00", "2026-03-01 +1", "-2026-03-01", "1e5", "9" * 400, *_NUL),
]
_RUPEES = [
    *("NaN", "sNaN", "Infinity", "-Infinity", "1e999", "1e-999", "1" * 400, "-1"),
    *("0.001", "1,000", "ten", "100001", "0x10", "1e6", "\u20b9100", "1 0", *_NUL),
]

# Each filter of the queue, and what makes it say that it is not understood.
REFUSED = {
    "since": _DAYS,
    "until": _DAYS,
    "least": _RUPEES,
    "most": _RUPEES,
    "status": ["paid", "PENDING", "pending,failed", "1", "null", *INJECTED[:8], *_NUL],
    "q": [*_NUL, "x" * 501, "x" * 1_000_000],
    "user": [*_NUL, "x" * 501],
    "reviewer": [*_NUL, "x" * 151],
    "upi_id": [*_NUL, "x" * 256],
}
# Texts that a filter looks for, and that are nowhere.
_NOWHERE = [
    *INJECTED,
    *(f"x{each}" for each in (*CONTROLS[1:], *TURNING, "\ufffd", "\U0010ffff")),
]
TEXTS = {
    name: _NOWHERE[start::2]
    for name, start in {"q": 0, "user": 1, "reviewer": 0, "upi_id": 1}.items()
}
# As they stand in the address: no text at all.
RAW = ["%ED%A0%80", "%FF%FE", "%F0%9F", "%C0%AF", "%", "%zz", "%u0000", "x%00"]

_ID = "0199c5a4-0000-7000-8000-000000000001"
_PLACES = [
    *("", "|", f"x|{_ID}", f"|{_ID}", f"1|{_ID}|2", f"1e5|{_ID}", f"{'9' * 400}|{_ID}"),
    *(f"-1|{_ID}", f"\u0967|{_ID}", f"1|{{{_ID}}}", "1|x", "1|", f"0001-01-01|{_ID}"),
    *(f"2026-03-01T00:00:00|{_ID}", f"0001-01-01T00:00:00+14:00|{_ID}"),
    *(f"9999-12-31T23:59:59-14:00|{_ID}", f"\0|{_ID}", f"2026-W01-1T00Z|{_ID}"),
]
# Where a page goes on: no cursor of ours, so the first page comes.
CURSORS = [
    *(urlsafe_b64encode(each.encode()).decode() for each in _PLACES),
    *("x", "=", "====", "a" * 5000, "null,null", "\0", "%00", "../", "\U0001f4b8"),
    *(urlsafe_b64encode(b"\xff|\xff").decode(), "MTI=MTI=", " MTI="),
]
# What else is in the queue's address: anything unknown counts as not said.
UNKNOWN = {
    name: [
        "",
        "x",
        "-1",
        "0",
        "NaN",
        "9" * 400,
        "[]",
        "age,amount",
        *_NUL,
        *INJECTED[::4],
    ]
    for name in ("tab", "sort", "rows", "open")
}

LIMITS = ["0", "101", "-1", "+5", "1.0", "1e1", " 5", "5_0", "\u0665", "x", "", "\0"]
LIMITS += ["9" * 5000, "NaN", "null", "5,6", "0x5", "05\0", *INJECTED[:8]]
STATUSES = ["", "paid", "PENDING", "pending,failed", " pending", "\0", "null", "0"]
STATUSES += INJECTED[:8]
