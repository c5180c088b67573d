from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wallet import chain, sealing


class Command(BaseCommand):
    help = "Chain new movements and status changes by hashes. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--late",
            action="store_true",
            help="also rows that appeared far behind the seals, once you know why",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for stream in chain.streams():
            rows = sealing.seal(stream, late=options["late"])
            latest = sealing.head(stream)
            digest = latest.hash if latest else stream.start
            self.stdout.write(f"{stream.name}: {rows:,} rows sealed, head {digest}")
