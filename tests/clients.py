"""Clients that note what was acknowledged, and the judgement of what is there."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from http.client import HTTPException
from typing import Any

from tests.patience import SLOW
from tests.service import COINS, Service

ASKED = 100  # coins in each request
COUNT = """
import json
from wallet.models import UserCoins
from withdrawals.models import CoinWithdrawal, IdempotencyKey
print(json.dumps({
    "status": {str(each.id): each.status for each in CoinWithdrawal.objects.all()},
    "keys": IdempotencyKey.objects.count(),
    "balances": dict(UserCoins.objects.values_list("user_id", "total_coins")),
}))
"""


class Client(threading.Thread):
    """Sends each key until it is answered; asks, and takes every third request back."""

    def __init__(self, url: str, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.until = url, number, until
        self.asked: list[str] = []
        self.cancelled: list[str] = []
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        count = 0
        while time.monotonic() < self.until:
            count += 1
            name = f"client{self.number}-{count}"
            made = self.insist("withdraw/", name, wish(self.number))
            if made:
                self.asked.append(made)
            if made and count % 3 == 0:
                body = {"withdrawal_id": made}
                if self.insist("withdraw/cancel/", name, body):
                    self.cancelled.append(made)

    def insist(self, path: str, key: str, body: dict[str, Any]) -> str | None:
        """Send until an answer comes, and once more for the same answer."""
        deadline = self.until + SLOW
        while time.monotonic() < deadline:
            status, made = send(self.url + "/api/razorpay/" + path, key, body)
            self.seen[status] += 1
            if made:
                _, again = send(self.url + "/api/razorpay/" + path, key, body)
                self.seen["another answer"] += again not in (None, made)
                return made
            time.sleep(0.2)
        self.seen["never answered"] += 1
        return None


def wish(user: int) -> dict[str, Any]:
    return {"user_id": f"user{user}", "amount": ASKED, "upi_id": "a@okaxis"}


def send(url: str, key: str, body: dict[str, Any]) -> tuple[str, str | None]:
    """Say how it went, and which request it was about if it was done."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            made = str(json.load(response)["data"]["withdrawal_id"])
            return str(response.status), made
    except urllib.error.HTTPError as error:
        told = "" if error.code != 503 or "Retry-After" in error.headers else " bare"
        return f"{error.code}{told}", None
    except (OSError, HTTPException, ValueError):  # before or within the answer
        return "cut off", None


def judge(service: Service, clients: list[Client]) -> Counter[str]:
    """Nothing acknowledged is missing, nothing is there twice, and all adds up."""
    seen: Counter[str] = sum((client.seen for client in clients), Counter())
    found: dict[str, Any] = json.loads(service.manage("shell", "-v", "0", "-c", COUNT))
    asked = [made for each in clients for made in each.asked]
    cancelled = {made for each in clients for made in each.cancelled}
    assert seen.keys() <= {"200", "201", "503", "cut off"}, seen
    assert {id_: ("pending", "cancelled")[id_ in cancelled] for id_ in asked} == (
        found["status"]
    )
    assert len(set(asked)) == len(asked)
    assert len(asked) + len(cancelled) == found["keys"]
    for client in clients:
        spent = ASKED * (len(client.asked) - len(client.cancelled))
        assert found["balances"][f"user{client.number}"] == COINS - spent
    service.manage("verify_ledger")
    seen["acknowledged"] = len(asked) + len(cancelled)
    return seen
