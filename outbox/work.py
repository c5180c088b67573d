"""Do one job: call its handler and record the verdict."""

import logging
import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.module_loading import import_string

from outbox import leases
from outbox.models import Job
from outbox.verdicts import Done, NotNow, Record, TryAgain, Verdict

Handler = Callable[[Job], Verdict]
logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 15
NEVER_CAME_BACK = "The worker that had it in hand never came back."
_FIRST = timedelta(seconds=2)  # doubled with each attempt, up to the longest
_LONGEST = timedelta(hours=1)
_KEPT = 2000  # characters of an error


def do(job: Job, patience: timedelta) -> None:
    """Do the job and record what came of it, within `patience` of a lost database."""
    verdict = _verdict(job)
    deadline = time.monotonic() + patience.total_seconds()
    if not _patiently(lambda: record(job, verdict), deadline):
        logger.warning("%s: another worker has it; nothing recorded.", job)


def record(job: Job, verdict: Verdict) -> bool:
    """Record the verdict, and what belongs to it; False where the lease is lost."""
    match verdict:
        case Done(note):
            return _both(lambda: leases.finish(job), note)
        case NotNow(after):
            return leases.give_back(job, after)
        case TryAgain(error, after, note):
            return _both(lambda: _failed(job, error[:_KEPT], after), note)


def delay(attempts: int) -> timedelta:
    """Exponential, with full jitter: those that failed together come back apart."""
    longest = min(_LONGEST, _FIRST * 2 ** min(attempts - 1, 30))
    return timedelta(seconds=random.uniform(0, longest.total_seconds()))  # noqa: S311


def _verdict(job: Job) -> Verdict:
    try:
        return handler(job.kind)(job)
    except Exception as error:  # noqa: BLE001 (a handler may raise anything)
        logger.exception("%s failed, attempt %d", job, job.attempts)
        return TryAgain(f"{type(error).__name__}: {error}")


@cache
def handler(kind: str) -> Handler:
    """What OUTBOX_HANDLERS names for this kind."""
    path = settings.OUTBOX_HANDLERS.get(kind)
    if path is None:
        raise LookupError(f"OUTBOX_HANDLERS names no handler of {kind!r}.")
    found: Handler = import_string(path)
    return found


def _failed(job: Job, error: str, after: timedelta | None) -> bool:
    if job.attempts >= MAX_ATTEMPTS:
        logger.error("%s is dead after %d attempts: %s", job, job.attempts, error)
        return leases.bury(job, error)
    later = delay(job.attempts) if after is None else after
    return leases.postpone(job, later, error)


def _both(let_go: Callable[[], bool], note: Record | None) -> bool:
    """The note is written only by whoever has the lease still."""
    if note is None:
        return let_go()
    with transaction.atomic():
        is_held = let_go()
        if is_held:
            note()
    return is_held


def _patiently(act: Callable[[], bool], deadline: float) -> bool:
    """Wait for a database that is away; what was recorded unheard is not held now."""
    pause = 0.1
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            if time.monotonic() + pause > deadline:
                raise
            logger.warning("The database is away: %s", error)
            time.sleep(pause)
            pause = min(pause * 2, 2.0)
