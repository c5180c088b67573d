from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet.examination import examine
from withdrawals.demo import app, play


class Command(BaseCommand):
    help = "Fill an empty database with demo logins and a month of requests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also where API keys are required, as in production",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_demo = settings.DEBUG or not settings.API_REQUIRE_KEY
        if not is_demo and not options["force"]:
            raise CommandError(
                "This looks like production: API_REQUIRE_KEY is on. --force fills the "
                "database with demo data and known passwords all the same."
            )
        if play.is_there():
            self.stdout.write("Demo data is there already.")
            return
        filled = play.fill()
        examine("demo")
        self.stdout.write(
            f"Demo data: {filled.requests} requests of the last 30 days. "
            f"A test key of {app.NAME}, shown this once: {filled.key}"
        )
