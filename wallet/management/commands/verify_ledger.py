"""Prove every balance, movement and request; print each difference in words."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet import checking
from wallet.examination import examine
from wallet.models import LedgerCheck


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

        parser.add_argument(
            "--asked",
            type=UUID,
            metavar="ID",
            help="carry out the check that somebody asked for in the portal",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["asked"]:
            _carry_out(options["asked"])
            return
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


def _carry_out(check_id: UUID) -> None:
    """What is found is kept, so differences are no failure here."""
    try:
        checking.carry_out(check_id)
    except LedgerCheck.DoesNotExist as error:
        raise CommandError(f"No such check is waiting: {check_id}.") from error
