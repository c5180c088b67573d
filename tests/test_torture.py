"""Workers are killed in mid-request; what was acknowledged is there, once.

SECONDS=60 pytest -m torture hurts for longer.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.test_run import DEMO, ROOT, free_port, gunicorn

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="serves on SQLite"),
]
SECONDS = float(os.environ.get("SECONDS", "5"))
CLIENTS = 6
COINS = 1_000_000  # of each user


def manage(env: dict[str, str], *command: str, script: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        text=True,
        capture_output=True,
        timeout=60,
        input=script,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


EARN = f"""
from wallet import ledger
from wallet.models import TransactionType
for n in range({CLIENTS}):
    ledger.credit(ledger.Movement(f"user{{n}}", {COINS}, TransactionType.EARNED,
        "Earned", f"credit:{{n}}"))
"""
COUNT = """
import json
from wallet.models import UserCoins
from withdrawals.models import CoinWithdrawal, IdempotencyKey
print(json.dumps({
    "requests": [str(each.id) for each in CoinWithdrawal.objects.all()],
    "keys": IdempotencyKey.objects.count(),
    "balances": dict(UserCoins.objects.values_list("user_id", "total_coins")),
}))
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A demo server's environment on a database of its own, with coins."""
    env = {"PATH": os.environ["PATH"]} | DEMO
    env |= {
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "LOG_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path),
        "PORT": str(free_port()),
    }
    manage(env, "migrate", "-v", "0")
    manage(env, "shell", "-v", "0", "-c", EARN)
    return env


class Client(threading.Thread):
    """Sends each key until it is answered, and notes which request came of it."""

    def __init__(self, url: str, number: int, until: float) -> None:
        super().__init__(daemon=True)
        self.url, self.number, self.until = url, number, until
        self.acknowledged: dict[str, str] = {}
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        count = 0
        while time.monotonic() < self.until:
            count += 1
            self.insist(f"client{self.number}-{count}")

    def insist(self, key: str) -> None:
        deadline = self.until + 20
        while time.monotonic() < deadline:
            if made := self.send(key):
                again = self.send(key)
                if again not in (None, made):
                    self.seen["another answer"] += 1
                self.acknowledged[key] = made
                return
            time.sleep(0.05)
        self.seen["never answered"] += 1

    def send(self, key: str) -> str | None:
        body = {"user_id": f"user{self.number}", "amount": 100, "upi_id": "a@okaxis"}
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/api/razorpay/withdraw/",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": key},
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as response:  # noqa: S310
                self.seen["201"] += 1
                return str(json.load(response)["data"]["withdrawal_id"])
        except urllib.error.HTTPError as error:
            self.seen[str(error.code)] += 1
        except (OSError, HTTPException, ValueError):  # before or within the answer
            self.seen["cut off"] += 1
        return None


def workers(master: int) -> list[int]:
    """The processes whose parent is `master`, by /proc."""
    children = Path(f"/proc/{master}/task/{master}/children")
    return [int(each) for each in children.read_text().split()]


def kill_now_and_then(master: int, until: float) -> int:
    """kill -9 one of the server's own workers again and again; how often."""
    killed = 0
    while time.monotonic() < until:
        time.sleep(random.uniform(0.2, 0.7))  # noqa: S311
        if alive := workers(master):
            os.kill(random.choice(alive), signal.SIGKILL)  # noqa: S311
            killed += 1
    return killed


def test_what_was_acknowledged_survives_killed_workers(env):
    until = time.monotonic() + SECONDS + 2
    with subprocess.Popen(
        gunicorn(), cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    ) as server:
        try:
            url = f"http://127.0.0.1:{env['PORT']}"
            clients = [Client(url, number, until) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            time.sleep(2)
            killed = kill_now_and_then(server.pid, until)
            for client in clients:
                client.join(timeout=40)
        finally:
            server.terminate()
    judge(env, clients, killed)


def judge(env: dict[str, str], clients: list[Client], killed: int) -> None:
    """Nothing acknowledged is missing, nothing is there twice, and all adds up."""
    seen: Counter[str] = sum((client.seen for client in clients), Counter())
    found: dict[str, Any] = json.loads(manage(env, "shell", "-v", "0", "-c", COUNT))
    acknowledged = [made for each in clients for made in each.acknowledged.values()]
    assert killed and seen["cut off"], f"nothing was hurt: {seen}"
    assert not {"500", "never answered", "another answer"} & seen.keys(), seen
    assert sorted(acknowledged) == sorted(found["requests"])
    assert len(set(acknowledged)) == found["keys"]
    for client in clients:
        spent = 100 * len(client.acknowledged)
        assert found["balances"][f"user{client.number}"] == COINS - spent
    manage(env, "verify_ledger")
