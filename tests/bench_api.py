"""What the JSON endpoints cost beside an empty view, beside naive ones, and beside
their statements alone.

SECONDS=2 ROUNDS=5 make bench-api
"""

import itertools
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import django
from django.db import connection
from django.test import Client

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_settings"
    os.environ.setdefault("DEBUG", "true")
    django.setup()

from tests import load, pgbench
from tests.api import ADDRESSES, APP_KEY, let_in
from tests.empty_view import EMPTY
from tests.many_requests import fill
from tests.service import Service
from wallet.batches import credit_many
from wallet.ledger import Movement
from wallet.models import TransactionType
from withdrawals.models import CoinWithdrawal

USERS, EACH = 1000, 50  # requests of a user's past
COINS = 10**9  # of each user
HOT = "user7"  # whom all clients of one run ask for
BEARER = f"Authorization: Bearer {APP_KEY}\r\n"
_numbers = itertools.count()

_NAIVE = """
INSERT INTO naive_usercoins (user_id, total_coins)
    SELECT user_id, total_coins FROM wallet_usercoins;
INSERT INTO naive_coinwithdrawal (id, user_id, coins_amount, rupees_amount, upi_id,
        status, admin_notes, failure_reason, created_at, completed_at)
    SELECT id, user_id, coins_amount, rupees_amount, upi_id,
        status, admin_notes, failure_reason, created_at, completed_at
    FROM withdrawals_coinwithdrawal;
ANALYZE
"""


class Cost(NamedTuple):
    """One run: answers per second, the middle one's seconds, the server's CPU each."""

    rate: float
    p50: float
    cpu: float


@dataclass
class Server:
    """A gunicorn of its own, as the project configures it."""

    service: Service
    pid: int
    table: str  # of its requests
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def measure(self, name: str, requests: Iterator[bytes], seconds: float) -> None:
        before = cpu_of_children(self.pid)
        port = int(self.service.env["PORT"])
        done = load.run(port, requests, seconds)
        assert done.statuses.keys() <= {200, 201}, (name, done.statuses)
        spent = (cpu_of_children(self.pid) - before) / sum(done.statuses.values())
        self.costs.setdefault(name, []).append(Cost(done.rate, done.p50, spent))

    def cost(self, name: str) -> Cost:
        """The medians of the rounds."""
        return Cost(*map(median, zip(*self.costs[name], strict=True)))


def main() -> None:
    seconds = float(os.environ.get("SECONDS", "2"))
    say("Making 1,000 users with 50 requests each")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        product, naive = servers(Path(folder), stack)
        prepare(product.service, naive.service)
        for server in (product, naive):  # what the first answers alone pay for
            for act in ACTS.values():
                server.measure("warm", act(server), 0.5)
        scripts, alone = scripts_of_calls(), defaultdict(list)
        for _ in range(int(os.environ.get("ROUNDS", "5"))):
            measure(product, naive, seconds)
            for name, script in scripts.items():
                alone[name].append(pgbench.rate(script, seconds))
    tell(product, naive, {name: median(rates) for name, rates in alone.items()})


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def servers(folder: Path, stack: ExitStack) -> tuple[Server, Server]:
    """The product with its keys, and the naive one, which asks for none."""
    made = []
    for module, table in (
        ("tests.bench_settings", "withdrawals_coinwithdrawal"),
        ("tests.naive.settings", "naive_coinwithdrawal"),
    ):
        service = Service.at(os.environ["DATABASE_URL"], folder)
        service.env.update(API_REQUIRE_KEY="true", DJANGO_SETTINGS_MODULE=module)
        made.append(Server(service, stack.enter_context(service.serving()), table))
    return made[0], made[1]


def prepare(product: Service, naive: Service) -> None:
    product.manage("migrate", "-v", "0")
    naive.manage("migrate", "--run-syncdb", "-v", "0")
    let_in()
    credit_many(
        Movement(
            f"user{n}", COINS, TransactionType.EARNED, "Earned", f"credit:bench-{n}"
        )
        for n in range(USERS)
    )
    fill(USERS * EACH, users=USERS)
    with connection.cursor() as cursor:
        cursor.execute(_NAIVE)


def measure(product: Server, naive: Server, seconds: float) -> None:
    """One round: whatever is to be compared runs one after the other."""
    for name, act in ACTS.items():
        product.measure(f"empty {name}", empty(), seconds)
        product.measure(name, act(product), seconds)
        naive.measure(name, act(naive), seconds)


def empty() -> Iterator[bytes]:
    return itertools.repeat(get(f"/{EMPTY}"))


def scripts_of_calls() -> dict[str, str]:
    """For pgbench: what the calls ask PostgreSQL. The first ask for more."""
    bearer = {"Authorization": f"Bearer {APP_KEY}", "Host": "localhost"}
    client = Client(headers=bearer)
    known = CoinWithdrawal.objects.values_list("id", flat=True)[0]

    def withdraw() -> None:
        body = {"user_id": HOT, "amount": 500, "upi_id": f"{HOT}@okhdfcbank"}
        client.post(
            ADDRESSES["withdraw"],
            body,
            content_type="application/json",
            headers={"Idempotency-Key": f"alone-{next(_numbers)}"},
        )

    def look() -> None:
        client.get(ADDRESSES["history"], {"user_id": HOT, "limit": "50"})

    def find() -> None:
        client.get(ADDRESSES["details"], {"withdrawal_id": str(known)})

    for act in (withdraw, look, find):
        act()
    asked = pgbench.statements_of(withdraw)
    key = f"alone-{next(_numbers) - 1}"
    [reference] = set(re.findall("WD[2-9A-Z]{8}", str(asked)))
    own = {reference: "WD:n", key: "alone-:n"}
    return {
        "create": pgbench.script_of(asked, **own, **{HOT: "user:u"}),
        "create, one user": pgbench.script_of(asked, **own),
        "history of 50": pgbench.script_of(
            pgbench.statements_of(look), **{HOT: "user:u"}
        ),
        "status": pgbench.script_of(
            pgbench.statements_of(find), **{str(known): str(known)}
        ),
    }


def creates(server: Server) -> Iterator[bytes]:
    for n in _numbers:
        yield create(f"user{n % USERS}", n)


def creates_of_one(server: Server) -> Iterator[bytes]:
    for n in _numbers:
        yield create(HOT, n)


def create(user_id: str, n: int) -> bytes:
    body = {"user_id": user_id, "amount": 500, "upi_id": f"{user_id}@okhdfcbank"}
    return post(ADDRESSES["withdraw"], body, f"create-{n}")


def histories(server: Server) -> Iterator[bytes]:
    for n in _numbers:
        yield get(f"{ADDRESSES['history']}?user_id=user{n % USERS}&limit=50")


def details(server: Server) -> Iterator[bytes]:
    for each in itertools.cycle(ids(server, "TRUE")):
        yield get(f"{ADDRESSES['details']}?withdrawal_id={each}")


def cancels(server: Server) -> Iterator[bytes]:
    """Of what the creates before have made."""
    for each in ids(server, "status = 'pending' AND admin_notes LIKE 'Awaiting%%'"):
        yield post(ADDRESSES["cancel"], {"withdrawal_id": each}, f"cancel-{each}")


def ids(server: Server, condition: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id::text FROM {server.table} WHERE {condition} "
            "ORDER BY created_at DESC LIMIT 20000"
        )
        return [id_ for (id_,) in cursor.fetchall()]


ACTS: dict[str, Callable[[Server], Iterator[bytes]]] = {
    "create": creates,
    "create, one user": creates_of_one,
    "history of 50": histories,
    "status": details,
    "cancel": cancels,
}


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{BEARER}\r\n".encode()


def post(path: str, body: dict[str, Any], key: str) -> bytes:
    content = json.dumps(body)
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{BEARER}"
        f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n{content}"
    ).encode()


def cpu_of_children(pid: int) -> float:
    """Seconds of CPU that the server's workers have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    stats = [Path(f"/proc/{child}/stat").read_text() for child in children]
    ticks = [sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def tell(product: Server, naive: Server, alone: Mapping[str, float]) -> None:
    """Rates and times as ratios; CPU of the Python processes for each call."""
    heads = "per s", "/ empty", "/ pgbench", "x naive", "p50 / empty", "naive / p50"
    say("".join((f"{'':18}", *(f"{head:>13}" for head in heads), f"{'CPU':>10}")))
    for name in ACTS:
        ours, theirs = product.cost(name), naive.cost(name)
        none = product.cost(f"empty {name}")
        figures = (
            f"{ours.rate:.0f}",
            f"{ours.rate / none.rate:.3f}",
            f"{ours.rate / alone[name]:.3f}" if name in alone else "",
            f"{ours.rate / theirs.rate:.1f}",
            f"{ours.p50 / none.p50:.1f}",
            f"{theirs.p50 / ours.p50:.1f}",
        )
        cpu = "/".join(f"{each.cpu * 1e6:.0f}" for each in (ours, none, theirs))
        say(
            "".join((f"{name:18}", *(f"{each:>13}" for each in figures), f"  {cpu} us"))
        )


if __name__ == "__main__":
    main()
