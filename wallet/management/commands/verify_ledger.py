"""Prove every balance, movement and request; print each difference in words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet.examination import examine


class Command(BaseCommand):
    help = "Check the whole ledger. Exits with 1 when something does not add up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HASH",
            help="a head that was printed before: it must be in the chain still",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        record = examine("verify_ledger", kept=options["head"], tell=self.stdout.write)
        if record.difference_count:
            raise CommandError(
                f"The ledger is not clean. Differences: {record.difference_count:,}."
            )
        seen = ", ".join(f"{count:,} {name}" for name, count in record.counts.items())
        self.stdout.write(f"Ledger clean: {seen}")
        for head in record.heads:
            self.stdout.write(
                f"Sealed: {head['rows']:,} {head['stream']}, "
                f"{head['waiting']:,} not yet, head {head['hash']}"
            )
