"""The loops of a worker: any number of them share the jobs, on any machine.

Each asks for due jobs, more rarely while there are none: a NOTIFY would not come
through PgBouncer. Told to stop, it finishes its job and gives the others back.
"""

import logging
import random
import time
from collections.abc import Sequence
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, close_old_connections, connection

from outbox import leases
from outbox.models import Job
from outbox.work import MAX_ATTEMPTS, NEVER_CAME_BACK, do

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
_MOST = 20  # jobs taken in hand at once
_QUICK = 0.02  # seconds for a job: more than one of these may be taken at once
_TURN = 2.0  # seconds after which jobs that are not begun are given back
_SOON, _LATE = 0.1, 2.0  # seconds between two questions while nothing is due
_LONGEST = 10.0  # seconds between two tries of a database that is away


class Loop(Thread):
    """One job at a time, until `stopping` is set, or until nothing is due."""

    def __init__(self, stopping: Event, lease: timedelta, until_idle: bool) -> None:
        super().__init__(name="outbox")
        self.stopping, self.lease, self.until_idle = stopping, lease, until_idle
        self.failed = False
        self._most = 1
        self._silence = 0  # questions in a row to which the answer was: nothing
        self._look_for_lost = 0.0

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                if not self._step() and self.until_idle:
                    break
        except Exception:
            logger.exception("This worker stops: it met what it does not know.")
            self.failed = True
            self.stopping.set()
        finally:
            connection.close()

    def _step(self) -> bool:
        """Do what is due. False if that was nothing, after a rest."""
        longest = _LATE
        close_old_connections()
        try:
            if self._do_all(self._claim()):
                self._silence = 0
                return True
        except Error as error:
            logger.warning("The database does not answer: %s", error)
            connection.close()
            longest = _LONGEST
        pause = min(longest, _SOON * 2**self._silence)
        self._silence = min(self._silence + 1, 10)
        if not self.until_idle:
            self.stopping.wait(pause * random.uniform(0.5, 1))  # noqa: S311
        return longest == _LONGEST  # nobody knows what is due there

    def _claim(self) -> list[Job]:
        """Jobs that are due; now and then one that a lost worker has in hand.

        That one alone: if it kills this worker as well, no other job pays for it.
        """
        if time.monotonic() >= self._look_for_lost:
            self._look_for_lost = time.monotonic() + self.lease.total_seconds() / 4
            lost = leases.claim(leases.LOST, 1, self.lease)
            if lost:
                self._look_for_lost = 0.0
                return lost
        return leases.claim(leases.FREE, self._most, self.lease)

    def _do_all(self, jobs: Sequence[Job]) -> bool:
        """Do them one by one; take more at once the next time if they were quick."""
        start = time.monotonic()
        for number, job in enumerate(jobs):
            if number and (self.stopping.is_set() or time.monotonic() > start + _TURN):
                leases.give_back(job)
            elif job.attempts > MAX_ATTEMPTS:
                leases.bury(job, NEVER_CAME_BACK)
            else:
                do(job, self.lease / 2)
        is_quick = time.monotonic() - start < _QUICK * len(jobs)
        self._most = min(self._most * 2, _MOST) if is_quick else 1
        return bool(jobs)


def work(
    stopping: Event, *, loops: int, lease: timedelta = LEASE, until_idle: bool = False
) -> bool:
    """Work with so many loops until `stopping` is set; False if one of them failed."""
    all_loops = [Loop(stopping, lease, until_idle) for _ in range(loops)]
    for loop in all_loops:
        loop.start()
    for loop in all_loops:
        loop.join()
    return not any(loop.failed for loop in all_loops)
