import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.module_loading import import_string

from wallet import arguments, coin_file, coin_import
from wallet.coin_file import InvalidFile
from wallet.coin_rows import CoinRows
from wallet.crediting import KINDS
from wallet.models import TransactionType


class Command(BaseCommand):
    help = (
        "Credit coins from a UTF-8 CSV file with the columns user_id, amount, reason "
        "and reference: all rows or none, each reference once for ever."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = 'the CSV file; "-" reads standard input'
        parser.add_argument("file", type=arguments.text, help=what)
        parser.add_argument(
            "--type",
            choices=[kind.value for kind in KINDS],
            default=TransactionType.EARNED.value,
            help="what the coins are (default: earned)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, credit nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = _read(options["file"], TransactionType(options["type"]))
            coin_import.check_posted(rows)
            if options["dry_run"]:
                self.stdout.write(f"{len(rows)} rows are right. Nothing was credited.")
                return
            new = self._post(rows, options)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        except InvalidFile as error:
            raise CommandError(_words(error)) from error
        self.stdout.write(_result(len(rows), new))

    @transaction.atomic
    def _post(self, rows: CoinRows, options: dict[str, Any]) -> int:
        """Credit the rows, and tell the floor above, which keeps the audit log."""
        new = coin_import.post(rows, lambda done: self._progress(done, rows))
        tell = import_string(settings.COINS_IMPORTED)
        tell(options["file"], kind=options["type"], rows=len(rows), new=new)
        return new

    def _progress(self, done: int, rows: CoinRows) -> None:
        if self.stderr.isatty():
            end = "\n" if done == len(rows) else "\r"
            self.stderr.write(f"{done} of {len(rows)} rows", ending=end)


def _read(name: str, kind: TransactionType) -> CoinRows:
    if name == "-":
        return coin_file.read(sys.stdin.buffer, kind)
    with Path(name).open("rb") as file:
        return coin_file.read(file, kind)


def _words(error: InvalidFile) -> str:
    more = [f"And {error.more} more."] if error.more else []
    return "\n".join(["Nothing was credited.", *error.problems, *more])


def _result(rows: int, new: int) -> str:
    if not new:
        return f"Nothing new: all {rows} rows were credited before."
    before = f", {rows - new} were credited before" if new < rows else ""
    return f"{new} row{'s' * (new > 1)} credited{before}."
