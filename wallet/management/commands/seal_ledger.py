import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from wallet import arguments, chain, sealing


class Command(BaseCommand):
    help = "Chain new history by hashes. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--late",
            action="store_true",
            help="also rows that appeared far behind the seals, once you know why",
        )

        parser.add_argument(
            "--every",
            type=arguments.minutes,
            metavar="MINUTES",
            help="go on until stopped, where there is no timer",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        late, minutes = options["late"], options["every"]
        if minutes is None:
            self._seal(late)
        while minutes is not None:
            self._seal_if_there(late)
            time.sleep(minutes * 60)

    def _seal_if_there(self, late: bool) -> None:
        """A database that is away for a while ends nothing: the next run seals."""
        try:
            self._seal(late)
        except (OperationalError, InterfaceError) as error:
            self.stderr.write(f"Not sealed, the database did not answer: {error}")
        finally:
            connection.close()

    def _seal(self, late: bool) -> None:
        for stream in chain.streams():
            rows = sealing.seal(stream, late=late)
            latest = sealing.head(stream)
            digest = latest.hash if latest else stream.start
            self.stdout.write(f"{stream.name}: {rows:,} rows sealed, head {digest}")
