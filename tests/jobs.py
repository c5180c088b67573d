"""Work for the tests, and workers that do it: processes, told to stop or killed.

A job writes lines into the file that its payload names: "start NAME", and "end NAME"
when it comes to that. What it does between them is the third word.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from outbox import box
from outbox.models import Job
from outbox.verdicts import Done, NotNow, TryAgain, Verdict
from tests.patience import wait_until
from tests.test_run import ROOT


def put(file: Path, name: str, act: str = "", after: int = -1, **more) -> Job:
    """Due since a second: SQLite's clock counts milliseconds, the row's finer ones."""
    later = timedelta(seconds=after)
    return box.put("test", f"{file} {name} {act}", after=later, **more)


def handle(job: Job) -> Verdict:
    file, name, act = job.payload.split(" ", 2)
    _write(file, f"start {name}")
    match act.split():
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["raise"]:
            raise ValueError("This is poison.")
        case ["fail"]:
            return TryAgain("It was refused.")
        case ["fail", minutes]:
            return TryAgain("It was refused.", timedelta(minutes=float(minutes)))
        case ["later"]:
            return NotNow(timedelta(hours=1))
        # The first worker is slow and succeeds, the others are quick and fail.
        case ["slow-or-fail"] if job.attempts > 1:
            return TryAgain("It was refused.")
        case ["slow-or-fail"]:
            time.sleep(3)
    _write(file, f"end {name}")
    return Done()


def nothing(job: Job) -> Verdict:
    return Done()


def _write(file: str, line: str) -> None:
    """One line of a few bytes: no other process writes into it."""
    with open(file, "a") as out:
        out.write(f"{line}\n")


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def wait_for(file: Path, line: str) -> None:
    wait_until(lambda: line in lines(file), lambda: f"no {line!r} in {lines(file)}")


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"} | more


@contextmanager
def worker(*options: str, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that works as long as the block, or until it is told otherwise."""
    command = [sys.executable, "manage.py", "worker", *options]
    with subprocess.Popen(command, cwd=ROOT, env=environment(**more)) as process:
        try:
            yield process
        finally:
            process.kill()
