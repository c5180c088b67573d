"""The product under load is hurt; what was acknowledged is there, once.

SECONDS=60 pytest -m torture hurts for longer.
"""

import os
import random
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.clients import Client, judge, send, wish
from tests.cluster import Cluster, cluster
from tests.jobs import lines, wait_for, worker
from tests.patience import SLOW, wait_until
from tests.proxy import Proxy
from tests.service import Service

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="hurts PostgreSQL"
)
SECONDS = float(os.environ.get("SECONDS", "3"))
CLIENTS = 6
SENDERS = 12
JOBS = int(100 * SECONDS)
PUT = """
from tests.jobs import put
for number in range({jobs}):
    put("{file}", str(number), "sleep 0.02")
"""
LEFT = "from outbox.models import Job; print(list(Job.objects.all()))"
ROUNDS = 6  # keys that all senders send at once


@pytest.fixture(scope="module")
def hurt(tmp_path_factory) -> Iterator[Cluster | None]:
    """A cluster to be hurt, where the suite runs on PostgreSQL."""
    if connection.vendor == "sqlite":
        yield None
        return
    with cluster(tmp_path_factory.mktemp("cluster")) as each:
        yield each


@pytest.fixture(scope="module")
def prepared(hurt: Cluster | None, tmp_path_factory) -> Path:
    """A folder with the product's database, where the suite runs on SQLite."""
    folder: Path = tmp_path_factory.mktemp("prepared")
    if not hurt:
        Service.at(f"sqlite:///{folder}/db.sqlite3", folder).prepare()
    return folder


@pytest.fixture
def service(hurt: Cluster | None, prepared: Path, tmp_path: Path) -> Service:
    """The product on a database of its own, of the kind that the suite runs on."""
    if hurt:
        return hurt.service(hurt.new_database())
    shutil.copy(prepared / "db.sqlite3", tmp_path)
    return Service.at(f"sqlite:///{tmp_path}/db.sqlite3", tmp_path)


@pytest.fixture
def tell(request, capsys):
    """Print what was measured, for whoever hurts it for longer."""

    def say(figures: Counter[str]) -> None:
        with capsys.disabled():
            print(f"\n{request.node.name}: {dict(figures)} in {SECONDS:g} s")  # noqa: T201

    return say if "SECONDS" in os.environ else lambda figures: None


def under_load(service: Service, fault: Callable[[int], None]) -> list[Client]:
    """Do the fault now and then while clients ask and take back."""
    with service.serving() as server:
        until = time.monotonic() + SECONDS
        clients = [Client(service.url, number, until) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        while time.monotonic() < until:
            time.sleep(random.uniform(0.2, 0.7))  # noqa: S311
            fault(server)
        for client in clients:
            client.join(timeout=2 * SLOW)
    return clients


class Faults(Counter[str]):
    """The faults, counted."""

    def kill(self, server: int) -> None:
        """kill -9 one of the processes whose parent is `server`, by /proc."""
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        if children:
            os.kill(int(random.choice(children)), signal.SIGKILL)  # noqa: S311
            self["killed"] += 1


def test_what_was_acknowledged_survives_killed_workers(service, tell):
    faults = Faults()
    seen = judge(service, under_load(service, faults.kill))
    tell(seen | faults)
    assert faults["killed"] and seen["cut off"], f"nothing was hurt: {seen}"


@on_postgresql
def test_what_was_acknowledged_survives_a_crashing_database(service, hurt, tell):
    crashes = Counter[str]()

    def crash(_: int) -> None:
        hurt.crash()
        crashes["crashed"] += 1

    seen = judge(service, under_load(service, crash))
    tell(seen | crashes)
    assert crashes["crashed"] and seen["503"], f"nothing was hurt: {seen}"


@on_postgresql
def test_what_was_acknowledged_survives_connections_cut_in_commit(hurt, tell):
    fates = [""] * 6 + ["before", "after"]
    name = hurt.new_database()
    with Proxy(hurt.socket, lambda: random.choice(fates)) as proxy:  # noqa: S311
        through = f"postgres://postgres@127.0.0.1:{proxy.port}/{name}"
        clients = under_load(Service.at(through, hurt.folder), lambda _: None)
    seen = judge(hurt.service(name), clients)
    tell(seen | Counter(cut=proxy.cuts))
    assert proxy.cuts and seen["acknowledged"], f"nothing was hurt: {seen}"


@on_postgresql
def test_workers_outlive_a_crashing_database(hurt, tmp_path, tell):
    """What a crash cuts off is done again: each job is done, and few of them twice."""
    service, file = hurt.service(hurt.new_database()), tmp_path / "done"
    service.manage("shell", "-v", "0", "-c", PUT.format(file=file, jobs=JOBS))
    at = {"DATABASE_URL": service.env["DATABASE_URL"]}
    with worker("--lease", "4", **at) as one, worker("--lease", "4", **at) as other:
        for number in range(0, JOBS, 100):
            wait_for(file, f"end {number}")
            hurt.crash()
        for number in range(JOBS):
            wait_for(file, f"end {number}")
        wait_until_recorded(service)
        for process in (one, other):
            process.terminate()
            assert process.wait(SLOW) == 0
    ends = Counter(line for line in lines(file) if line.startswith("end"))
    tell(Counter(jobs=len(ends), twice=ends.total() - len(ends)))


def wait_until_recorded(service: Service) -> None:
    """What was done while the database was away is done again when its lease ends."""
    wait_until(lambda: "[]" in service.manage("shell", "-v", "0", "-c", LEFT))


def test_one_key_from_many_senders_to_many_processes_is_one_request(service):
    """Each key's answers are all the same, from whichever process they come."""
    clients = [Client(service.url, user, 0) for user in range(ROUNDS)]
    with service.serving(WEB_CONCURRENCY="3"):
        for client in clients:
            answers = at_once(service.url, client.number)
            assert {status for status, _ in answers} == {"201"}
            [made] = {made for _, made in answers}
            assert made
            client.asked.append(made)
    judge(service, clients)


def at_once(url: str, user: int) -> list[tuple[str, str | None]]:
    """What each sender is answered who sends the same key at the same moment."""
    start = threading.Barrier(SENDERS)
    answers: list[tuple[str, str | None]] = []

    def run() -> None:
        start.wait(timeout=30)
        answers.append(
            send(f"{url}/api/razorpay/withdraw/", f"round{user}", wish(user))
        )

    threads = [threading.Thread(target=run) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=SLOW)
    return answers
