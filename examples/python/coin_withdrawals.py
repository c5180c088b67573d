"""A client of the coin withdrawal API in one file, which needs only httpx: copy it.

    with Client("https://coins.example.com", os.environ["COINS_KEY"]) as coins:
        made = coins.create("user123", 500, "john@okhdfcbank", "order-4711")

A key can act for every user: keep it on your servers. Amounts are whole coins.
"""

import random
import time
import uuid
from collections.abc import Iterator
from typing import Any, Self, cast

import httpx

ATTEMPTS = 6
LONGEST_WAIT = 30.0  # seconds between two attempts
FINAL = {"completed", "failed", "cancelled"}

Data = dict[str, Any]
Rows = list[Data]


class NoAnswer(Exception):
    """Nobody can tell whether it was done: send it again later, with the same key."""

    def __init__(self, key: str | None) -> None:
        super().__init__(f"No answer came (Idempotency-Key {key})")
        self.key = key


class Refused(Exception):
    """An error the API answered with. Decide by `code`; `message` may be shown."""

    def __init__(self, response: httpx.Response) -> None:
        try:
            error: Data = dict(response.json()["error"])
        except (ValueError, KeyError, TypeError):  # of something on the way
            error = {}
        self.status = response.status_code
        self.code: str = error.get("code", f"http_{self.status}")
        self.message: str = error.get("message", response.reason_phrase)
        self.field: str | None = error.get("field")
        self.details: Data = error.get("details", {})
        self.request_id = response.headers.get("X-Request-Id")
        super().__init__(f"{self.code}: {self.message} (request {self.request_id})")


class Client:
    """Keeps its connections: make one and use it everywhere, from any thread."""

    def __init__(self, base_url: str, api_key: str, attempts: int = ATTEMPTS) -> None:
        self._attempts = attempts
        self._http = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api/razorpay/",
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=httpx.Timeout(30, connect=5),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def create(
        self, user_id: str, amount: int, upi_id: str, idempotency_key: str
    ) -> Data:
        """Ask for a withdrawal. The key is your own name of this act, kept before you
        call: sent again with the same one, after a restart too, it is done once."""
        body = {"user_id": user_id, "amount": amount, "upi_id": upi_id}
        return self._post("withdraw/", body, idempotency_key)

    def cancel(self, withdrawal_id: str, user_id: str, reason: str = "") -> Data:
        """Take a pending request back. With its user's id, nobody else's is found."""
        body = {"withdrawal_id": withdrawal_id, "user_id": user_id}
        return self._post("withdraw/cancel/", body | _given(reason=reason))

    def credit(
        self, user_id: str, amount: int, reason: str, reference: str, type_: str
    ) -> Data:
        """Give coins. The same `reference` never posts twice, whatever the key."""
        body = {"user_id": user_id, "amount": amount, "type": type_, "reason": reason}
        return self._post("coins/credit/", body | {"reference": reference})

    def credit_many(self, items: Rows, all_or_nothing: bool = False) -> Rows:
        """Up to 1,000 credits, as the API has them; what became of each, in order."""
        body = {"items": items, "all_or_nothing": all_or_nothing}
        return cast(Rows, self._post("coins/credit/bulk/", body))

    def balance(self, user_id: str) -> Data:
        return self._read("coins/balance/", user_id=user_id)

    def status(self, withdrawal_id: str, user_id: str, include: str = "") -> Data:
        asked = {"withdrawal_id": withdrawal_id, "user_id": user_id}
        return self._read("withdraw/status/", **asked, **_given(include=include))

    def watch(
        self, withdrawal_id: str, user_id: str, every: float = 30
    ) -> Iterator[Data]:
        """The request now and after each change, until it is final."""
        asked = {"withdrawal_id": withdrawal_id, "user_id": user_id}
        known: dict[str, str] = {}
        while True:
            got = self._send("GET", "withdraw/status/", params=asked, headers=known)
            if got.status_code != 304:
                data: Data = got.json()["data"]
                yield data
                if data["status"] in FINAL:
                    return
                known = {"If-None-Match": got.headers["ETag"]}
            time.sleep(every)

    def history(self, user_id: str, **filters: str | int) -> Iterator[Data]:
        """The user's requests, newest first; filters: status, from, to, limit."""
        return self._pages("withdraw/history/", user_id=user_id, **filters)

    def movements(self, user_id: str, **filters: str | int) -> Iterator[Data]:
        """What moved the user's coins, newest first; limit is the size of a page."""
        return self._pages("coins/movements/", user_id=user_id, **filters)

    def link(self, user_id: str, return_url: str, **more: str | int) -> Data:
        """Leads the user to the hosted page, for 60 s; more: state, amount, upi_id."""
        body = {"user_id": user_id, "return_url": return_url}
        return self._post("withdraw/link/", body | more)

    def webhooks(self) -> Rows:
        return cast(Rows, self._read("webhooks/"))

    def add_webhook(self, url: str, events: list[str]) -> Data:
        """Keep its id, and the secret that verifies what is sent."""
        made = self._post("webhooks/", {"url": url, "events": events})
        return made | self._read("webhooks/secret/", webhook_id=made["id"])

    def webhook(self, act: str, webhook_id: str, **more: Any) -> Data:
        """act: events, disable, enable, rotate, test, redeliver or delete."""
        return self._post(f"webhooks/{act}/", {"webhook_id": webhook_id} | more)

    def deliveries(self, webhook_id: str, **filters: str | int) -> Iterator[Data]:
        """What was sent to a webhook, newest first; filters: outcome, limit."""
        return self._pages("webhooks/deliveries/", webhook_id=webhook_id, **filters)

    def _pages(self, path: str, **query: str | int) -> Iterator[Data]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._send("GET", path, params=query | {"cursor": cursor}).json()
            yield from page["data"]
            cursor = page["next"]

    def _read(self, path: str, **query: str) -> Data:
        data: Data = self._send("GET", path, params=query).json()["data"]
        return data

    def _post(self, path: str, body: Data, key: str = "") -> Data:
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        data: Data = self._send("POST", path, json=body, headers=headers).json()["data"]
        return data

    def _send(self, method: str, path: str, **call: Any) -> httpx.Response:
        """Send it, the same each time, until there is an answer that will not change.

        Raises Refused, or NoAnswer.
        """
        response: httpx.Response | None = None
        for attempt in range(self._attempts):
            if attempt:
                time.sleep(_wait(attempt, response))
            response = self._try(method, path, **call)
            if response is not None and not _may_change(response):
                break
        if response is None:
            raise NoAnswer(call.get("headers", {}).get("Idempotency-Key"))
        if not response.is_success and response.status_code != 304:
            raise Refused(response)
        return response

    def _try(self, method: str, path: str, **call: Any) -> httpx.Response | None:
        try:
            return self._http.request(method, path, **call)
        except httpx.TransportError:  # no connection, cut off, too slow
            return None


def _given(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _may_change(response: httpx.Response) -> bool:
    """Whether the same call may be answered otherwise a little later."""
    if response.status_code == 409:
        return Refused(response).code == "request_in_progress"
    return response.status_code == 429 or response.status_code >= 500


def _wait(attempt: int, response: httpx.Response | None) -> float:
    """Seconds: what was asked for, and a random part, to keep callers apart."""
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    backoff = random.uniform(0, min(LONGEST_WAIT, 0.5 * 2**attempt))
    return backoff + (int(asked) if asked.isdecimal() else 0)
