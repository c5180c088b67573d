"""The app's own server, between the form in the browser and the API.

The API's key stays here: it can act for every user, and what a browser holds its owner
can read. Who asks is known from the session, never from what the browser sends.

To try it, with coin_withdrawals.py beside it and the form built:
COINS_URL=http://127.0.0.1:8000 COINS_KEY=cw_test_... python withdrawal_proxy.py
"""

import json
import logging
import os
import uuid
from collections.abc import Callable, Iterable
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from coin_withdrawals import Client, NoAnswer, Refused

FOLDER = Path(__file__).parent
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/style.css": ("style.css", "text/css"),
    "/dist/form.js": ("dist/form.js", "text/javascript"),
}
# What a user can do something about. Anything else is ours to mend: it is logged.
FOR_USERS = {
    "amount_out_of_range",
    "idempotency_key_reused",
    "insufficient_balance",
    "invalid_field",
    "invalid_upi_id",
    "not_pending",
    "rate_limited",
    "withdrawal_not_found",
}
SORRY = "This does not work just now. Try again in a few minutes."
logger = logging.getLogger(__name__)


def answer(
    coins: Client, user: str, method: str, path: str, key: str, body: dict[str, Any]
) -> tuple[int, Any]:
    """The status and the JSON for the browser of `user`, who is signed in."""
    try:
        done = _do(coins, user, method, path, key, body)
    except Refused as refused:
        if refused.code in FOR_USERS:
            names = ("code", "message", "field", "details")
            told = {name: getattr(refused, name) for name in names}
            return refused.status, {"error": told}
        logger.error("The API refused: %s", refused)
        return 502, {"error": {"code": "unavailable", "message": SORRY}}
    except NoAnswer:
        return 503, {"error": {"code": "unavailable", "message": SORRY}}
    if done is None:
        return 404, {"error": {"code": "not_found", "message": "No such page."}}
    return 200, done


def _do(
    coins: Client, user: str, method: str, path: str, key: str, body: dict[str, Any]
) -> Any:
    match [method, *path.strip("/").split("/")]:
        case ["GET", "withdrawals"]:
            recent = islice(coins.history(user, limit=10), 10)
            return {**coins.balance(user), "withdrawals": list(recent)}
        case ["POST", "withdrawals"]:
            once = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{user}/{key}"))
            asked = body.get("amount", 0), body.get("upi_id", "")
            made = coins.create(user, *asked, once)
            return coins.status(made["withdrawal_id"], user)
        case ["GET", "withdrawals", id_]:
            return coins.status(id_, user)
        case ["POST", "withdrawals", id_, "cancel"]:
            coins.cancel(id_, user)
            return coins.status(id_, user)
    return None


def application(coins: Client, user_of: Callable[[dict[str, Any]], str]) -> Any:
    """It as WSGI. `user_of` tells from a call's cookies who is signed in."""

    def serve(call: dict[str, Any], start: Any) -> Iterable[bytes]:
        method, path = call["REQUEST_METHOD"], call["PATH_INFO"]
        if method == "GET" and path in FILES:
            name, kind = FILES[path]
            start("200 OK", [("Content-Type", kind)])
            return [(FOLDER / name).read_bytes()]
        key, body = call.get("HTTP_IDEMPOTENCY_KEY", ""), _body(call)
        if body is None:
            status, data = 400, {"error": {"code": "bad_request", "message": SORRY}}
        else:
            status, data = answer(coins, user_of(call), method, path, key, body)
        start(
            f"{status} {HTTPStatus(status).phrase}",
            [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
        )
        return [json.dumps(data).encode()]

    return serve


def _body(call: dict[str, Any]) -> dict[str, Any] | None:
    """None for a body that our form did not send. Other sites cannot send JSON, nor
    the header of the key, without asking first: so they cannot act for our users."""
    if call["REQUEST_METHOD"] != "POST":
        return {}
    is_json = call.get("CONTENT_TYPE") == "application/json"
    if not is_json or not call.get("HTTP_IDEMPOTENCY_KEY"):
        return None
    try:
        body = json.loads(call["wsgi.input"].read(int(call["CONTENT_LENGTH"])))
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


if __name__ == "__main__":
    api = Client(os.environ["COINS_URL"], os.environ["COINS_KEY"], attempts=2)
    who = os.environ.get("DEMO_USER", "user123")  # in your app: the session's user
    make_server("127.0.0.1", 8080, application(api, lambda _: who)).serve_forever()
