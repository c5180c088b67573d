from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet import arguments, clock
from withdrawals.actors import Actor
from withdrawals.integrations import keys
from withdrawals.integrations.exceptions import IntegrationError
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.models import App
from withdrawals.integrations.scopes import Scope

EVERYTHING = "all"


class Command(BaseCommand):
    help = "Make an API key of an app, and print it: once, alone on standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app", type=arguments.text, help="the app's name")
        parser.add_argument(
            "--test", action="store_true", help="works on test users only"
        )
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=[*Scope.values, EVERYTHING],
            help="what it may do; again for more",
        )
        parser.add_argument(
            "--network",
            action="append",
            default=[],
            type=arguments.text,
            help="from where it works, as 203.0.113.0/24; again for more "
            "(default: from anywhere)",
        )
        parser.add_argument(
            "--days", type=_days, help="how long it works (default: until revoked)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        app = App.objects.filter(name=options["app"]).first()
        if app is None:
            raise CommandError(f"There is no app {options['app']!r}: see create_app.")
        scopes = options["scope"]
        grant = Grant(
            options["test"],
            Scope.values if EVERYTHING in scopes else scopes,
            options["network"],
            options["days"] and clock.now() + timedelta(days=options["days"]),
        )
        try:
            made = keys.create_key(app, grant, actor=Actor.system("create_api_key"))
        except IntegrationError as error:
            raise CommandError(f"No key was made: {error}.") from error
        self.stderr.write("The key is shown this once; only its SHA-256 is kept:")
        self.stdout.write(str(made.text))


def _days(argument: str) -> int:
    return arguments.whole(argument, 1, 3650, "days")
