"""What a due job costs a worker, beside Procrastinate's on the same PostgreSQL.

JOBS=10000 ROUNDS=5 make bench-worker
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from statistics import median
from threading import Event

import django
from django.db import connection
from procrastinate import App, PsycopgConnector
from psycopg.conninfo import make_conninfo

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()

from django.core.management import call_command

from outbox.models import Job
from outbox.worker import work

_SCHEMA = "procrastinate"
AT_A_TIME = 4  # jobs, here and there
_OF_DJANGO = {"cursor_factory", "context", "prepare_threshold"}


class Stopwatch:
    """Seconds that went by, and of them the processor's on this process."""

    def __enter__(self) -> "Stopwatch":
        self.start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        end = time.perf_counter(), time.process_time()
        self.seconds = [
            late - early for early, late in zip(self.start, end, strict=True)
        ]


def ours(jobs: int) -> list[float]:
    Job.objects.bulk_create(Job(kind="nothing") for _ in range(jobs))
    with Stopwatch() as watch:
        assert work(Event(), loops=AT_A_TIME, until_idle=True)
    assert not Job.objects.exists()
    return watch.seconds


def theirs(app: App, jobs: int) -> list[float]:
    """At its quickest: asynchronous and without NOTIFY. It deletes what is done."""

    async def drain() -> list[float]:
        async with app.open_async():
            await app.tasks["nothing"].batch_defer_async(*[{}] * jobs)
            with Stopwatch() as watch:
                await app.run_worker_async(
                    wait=False,
                    concurrency=AT_A_TIME,
                    delete_jobs="always",
                    listen_notify=False,
                    install_signal_handlers=False,
                )
            left = await app.job_manager.list_jobs_async()
            assert not list(left)
            return watch.seconds

    return asyncio.run(drain())


def procrastinate() -> App:
    """Its tables, in a schema of their own."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
    params = connection.get_connection_params()
    known = {name: each for name, each in params.items() if name not in _OF_DJANGO}
    there = make_conninfo(**known, options=f"-c search_path={_SCHEMA}")
    app = App(connector=PsycopgConnector(conninfo=there))

    @app.task(name="nothing")
    async def nothing() -> None:
        pass

    async def prepare() -> None:
        async with app.open_async():
            await app.schema_manager.apply_schema_async()

    asyncio.run(prepare())
    return app


def measure(jobs: int, rounds: int) -> list[list[float]]:
    """For both, milliseconds a job and of the processor: medians, taken in turns."""
    app = procrastinate()
    acts: list[Callable[[], list[float]]] = [
        lambda: ours(jobs),
        lambda: theirs(app, jobs),
    ]
    took = [[act() for act in acts] for _ in range(rounds)]
    return [
        [1000 * median(column) / jobs for column in zip(*each, strict=True)]
        for each in zip(*took, strict=True)
    ]


def report(own: list[float], other: list[float]) -> str:
    lines = [f"{'ms for each job':24}{'all':>8}{'processor':>12}"]
    for name, figures in (("worker", own), ("Procrastinate", other)):
        lines.append(f"{name:24}{figures[0]:8.2f}{figures[1]:12.2f}")
    ratios = [one / two for one, two in zip(own, other, strict=True)]
    lines.append(f"{'ratio':24}{ratios[0]:8.2f}{ratios[1]:12.2f}")
    return "\n".join(lines) + "\n"


def main() -> None:
    call_command("migrate", verbosity=0)
    jobs = int(os.environ.get("JOBS", "10000"))
    rounds = int(os.environ.get("ROUNDS", "5"))
    sys.stdout.write(report(*measure(jobs, rounds)))


if __name__ == "__main__":
    main()
