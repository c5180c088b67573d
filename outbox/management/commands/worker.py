import logging
import os
import signal
import time
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from outbox.worker import LEASE, work
from wallet import arguments

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do the work of the outbox, beside any number of other workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--threads",
            type=partial(arguments.whole, least=1, most=64, of="threads"),
            default=4,
            help="jobs that it does at a time (4)",
        )
        parser.add_argument(
            "--lease",
            type=arguments.seconds,
            default=LEASE.total_seconds(),
            metavar="SECONDS",
            help="after which another worker may do what this one has in hand (60)",
        )
        parser.add_argument(
            "--until-idle", action="store_true", help="stop when nothing is due"
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="stop when the process is gone that has started it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Finish what is in hand on SIGTERM and on Ctrl-C, then exit with 0."""
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        if options["with_parent"]:
            Thread(target=_outlive, args=[os.getppid(), stopping], daemon=True).start()
        logger.info("The worker begins.")
        is_fine = work(
            stopping,
            loops=options["threads"],
            lease=timedelta(seconds=options["lease"]),
            until_idle=options["until_idle"],
        )
        logger.info("The worker ends.")
        if not is_fine:
            raise CommandError("The worker failed; the log says why.")


def _outlive(parent: int, stopping: Event) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    stopping.set()
