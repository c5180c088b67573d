"""Checks that are asked for on a page, and carried out by a process of their own.

A row says that one is under way. Its process gives a sign of life every few seconds;
without one the row counts as failed, and another check may begin.
"""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from uuid import UUID

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction

from wallet import clock
from wallet.examination import examine
from wallet.models import CheckState, LedgerCheck, LedgerVerification
from wallet.progress import Doing, Progress, every
from wallet.retries import atomic_with_retry

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=5)
LEASE = timedelta(minutes=1)  # without a sign of life


def latest() -> LedgerCheck | None:
    """The check that was asked for last; failed if its process is gone."""
    check = LedgerCheck.objects.order_by("-id").first()
    if check and check.is_running and check.seen_at < clock.now() - LEASE:
        check.state = CheckState.FAILED
    return check


@atomic_with_retry
def ask(by: str) -> bool:
    """Let a process check the ledger for `by`; False while another one does."""
    running = LedgerCheck.objects.filter(state=CheckState.RUNNING)
    running.filter(seen_at__lt=clock.now() - LEASE).update(state=CheckState.FAILED)
    try:
        with transaction.atomic():
            check = LedgerCheck.objects.create(by=by)
    except IntegrityError:
        return False
    # A thread that waits for the process, so that no zombie stays.
    wait = Thread(target=_run, args=[check.id], daemon=True)
    transaction.on_commit(wait.start)
    return True


def carry_out(check_id: UUID) -> LedgerVerification:
    """Do what was asked for, in the process that was started for it."""
    check = LedgerCheck.objects.get(pk=check_id, state=CheckState.RUNNING)
    state = CheckState.FAILED
    try:
        with _alive(check) as doing:
            record = examine(check.by, doing=doing)
        state = CheckState.DONE
    finally:
        _update(check, state=state)
    return record


@contextmanager
def _alive(check: LedgerCheck) -> Iterator[Doing]:
    """Give a sign of life every BEAT, by a connection beside the check's own."""
    progress = Progress()
    with every(BEAT, lambda: _beat(check, progress)):
        yield progress.doing


def _beat(check: LedgerCheck, progress: Progress) -> None:
    try:
        _update(check, seen_at=clock.now(), doing=progress.words)
    except Error as error:  # the next one may come through
        logger.warning("No sign of life from the ledger check: %s", error)
    finally:
        connection.close()


@atomic_with_retry
def _update(check: LedgerCheck, **fields: object) -> None:
    """Not once it counts as failed: another one may be running."""
    rows = LedgerCheck.objects.filter(pk=check.pk, state=CheckState.RUNNING)
    rows.update(**fields)


def _run(check_id: UUID) -> None:
    """Start the process, which outlives this server, and log how it failed."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_ledger"]
    done = subprocess.run(  # noqa: S603
        [*command, "--asked", str(check_id)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    if done.returncode:
        logger.error("The ledger check failed: %s", done.stderr[-2000:])
