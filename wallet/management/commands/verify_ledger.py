"""Prove every balance, movement and request; print each difference in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wallet import arguments, checking
from wallet.examination import examine
from wallet.models import LedgerCheck, LedgerVerification
from wallet.progress import Doing, Progress, every

PAUSE = timedelta(seconds=3)  # between two lines of progress


class Command(BaseCommand):
    help = "Check the whole ledger. Exits with 1 when something does not add up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full",
            action="store_true",
            help="hash every sealed row, also those that the last full check proved",
        )

        parser.add_argument(
            "--head",
            type=arguments.head,
            action="append",
            default=[],
            metavar="HASH",
            help="a head that was printed before: it must be in the chain still, "
            "which is proved as with --full",
        )

        parser.add_argument(
            "--progress",
            action="store_true",
            help="tell on stderr what is being done, also where that is no terminal",
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
        with self._progress(options["progress"]) as doing:
            record = examine(
                "verify_ledger",
                full=options["full"] or bool(options["head"]),
                kept=options["head"],
                tell=self.stdout.write,
                doing=doing,
            )
        if record.difference_count:
            raise CommandError(
                f"The ledger is not clean. Differences: {record.difference_count:,}."
            )
        self._report(record)

    @contextmanager
    def _progress(self, is_asked_for: bool) -> Iterator[Doing]:
        """Tell every few seconds what is being done, if anybody may be watching."""
        progress = Progress()
        if not is_asked_for and not self.stderr.isatty():
            yield progress.doing
            return
        with every(PAUSE, lambda: self.stderr.write(progress.words, str)):
            yield progress.doing

    def _report(self, record: LedgerVerification) -> None:
        seen = ", ".join(f"{count:,} {name}" for name, count in record.counts.items())
        self.stdout.write(f"Ledger clean: {seen}")
        for head in record.heads:
            self.stdout.write(
                f"Sealed: {head['rows']:,} {head['stream']}, "
                f"{head['waiting']:,} not yet, head {head['hash']}"
            )
        self.stdout.write(_hashed(record))


def _hashed(record: LedgerVerification) -> str:
    """Which of the sealed rows were hashed."""
    if not record.full_check:
        return f"Hashes: all {record.sealed:,} sealed rows"
    day = timezone.localtime(record.full_check.started_at)
    return (
        f"Hashes: {record.proved:,} rows, sealed since the full check of "
        f"{day:%Y-%m-%d %H:%M %Z}; not the {record.proved_before:,} before "
        f"(--full does all)"
    )


def _carry_out(check_id: UUID) -> None:
    """What is found is kept, so differences are no failure here."""
    try:
        checking.carry_out(check_id)
    except LedgerCheck.DoesNotExist as error:
        raise CommandError(f"No such check is waiting: {check_id}.") from error
