from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wallet import arguments
from withdrawals import sweeping


class Command(BaseCommand):
    help = "Forget the answers to old idempotency keys. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hours",
            type=arguments.hours,
            default=sweeping.USUAL,
            help="how old an answer must be: 24 or more (default: 72)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = sweeping.sweep(options["hours"])
        self.stdout.write(f"{number} keys forgotten.")
