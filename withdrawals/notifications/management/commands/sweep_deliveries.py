from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wallet import arguments
from withdrawals.notifications.sweeping import LEAST, USUAL, sweep


class Command(BaseCommand):
    help = "Forget old deliveries of webhooks. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=partial(arguments.whole, least=LEAST, most=3660, of="days"),
            default=USUAL,
            help="how long ago an event was sent: 7 or more (default: 30)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep(options['days'])} events forgotten.")
