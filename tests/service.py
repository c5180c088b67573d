"""The product as it is served: a place for its database, processes, and commands."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.patience import SLOW, wait_until
from tests.test_run import DEMO, ROOT, free_port, gunicorn

USERS = 12
COINS = 1_000_000  # of each user: user0, user1 …
PLENTY = "1000000/60"  # calls: few users do what many would
EARN = f"""
from wallet.batches import credit_many
from wallet.ledger import Movement
from wallet.models import TransactionType
credit_many(
    Movement(f"user{{n}}", {COINS}, TransactionType.EARNED, "Earned",
        f"credit:{{n}}") for n in range({USERS}))
"""


@dataclass(frozen=True)
class Service:
    """A demo server on a database of its own, whose users have coins."""

    env: dict[str, str]

    @classmethod
    def at(cls, database: str, folder: Path) -> "Service":
        places = {
            "DATABASE_URL": database,
            "LOG_DIR": str(folder),
            "STATIC_ROOT": str(folder),
            "PORT": str(free_port()),
            "RATE_PER_KEY": PLENTY,
            "RATE_PER_USER": PLENTY,
        }
        return cls({"PATH": os.environ["PATH"]} | DEMO | places)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.env['PORT']}"

    def prepare(self) -> None:
        self.manage("migrate", "-v", "0")
        self.manage("shell", "-v", "0", "-c", EARN)

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env,
            text=True,
            capture_output=True,
            timeout=SLOW,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def serving(self, **more: str) -> Iterator[int]:
        """Serve inside; the id of the process whose children are the workers."""
        with subprocess.Popen(
            gunicorn(), cwd=ROOT, env=self.env | more, stdout=subprocess.DEVNULL
        ) as server:
            try:
                self._wait()
                yield server.pid
            finally:
                server.terminate()

    def _wait(self) -> None:
        wait_until(self._answers, lambda: "the server did not start")

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=SLOW).close()  # noqa: S310
        except OSError:
            return False
        return True
