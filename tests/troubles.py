"""A server that a client meets on a bad day, one answer after the other."""

import json
from collections.abc import Callable

from tests.receiver import Line, answers

_CLOSE = "Connection: close\r\n"


def in_turn(*behaviours: Callable[[Line], None]) -> Callable[[Line], None]:
    each = iter(behaviours)
    return lambda line: next(each)(line)


def says(status: int, code: str, wait: int | None = None) -> Callable[[Line], None]:
    body = json.dumps({"error": {"code": code, "message": "No."}}).encode()
    after = "" if wait is None else f"Retry-After: {wait}\r\n"
    return answers(status, body, _CLOSE + after)


def breaks_off(line: Line) -> None:
    line.sendall(b"HTTP/1.1 201 X\r\nContent-Length: 500\r\n\r\n{")


DONE = answers(201, b'{"data": {"withdrawal_id": "1"}}', _CLOSE)
BAD_GATEWAY = answers(502, b"<html>", _CLOSE)
TROUBLES = [
    breaks_off,
    says(503, "unavailable", 7),
    says(429, "rate_limited", 40),
    says(409, "request_in_progress", 1),
    BAD_GATEWAY,
]
_ASKED = [0, 7, 40, 1, 0]  # seconds, by Retry-After
REFUSALS = [
    (400, "insufficient_balance"),
    (401, "unauthorized"),
    (404, "withdrawal_not_found"),
    (409, "reference_reused"),
    (422, "idempotency_key_reused"),
]


def assert_patient(waits: list[float]) -> None:
    """What the server asked for was waited, and at random up to twice as long more."""
    for attempt, (wait, asked) in enumerate(zip(waits, _ASKED, strict=True)):
        assert asked <= wait <= asked + 2**attempt
