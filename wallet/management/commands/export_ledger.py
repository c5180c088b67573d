import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet import ledger_export, seal_check, verification


class Command(BaseCommand):
    help = "Write the sealed history as JSON lines; tools/verify_export.py proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # It has everyone's movements: for whoever runs the command alone.
            new = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(new, "w", encoding="utf-8") as file, verification.snapshot():
                file.writelines(f"{line}\n" for line in ledger_export.lines())
                heads = seal_check.heads()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error
        for head in heads:
            self.stdout.write(
                f"{head.stream}: {head.rows:,} rows, head {head.hash}; "
                f"{head.waiting:,} are not sealed yet and not in the file"
            )
