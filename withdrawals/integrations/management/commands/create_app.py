from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet import arguments
from withdrawals.actors import Actor
from withdrawals.integrations import keys
from withdrawals.integrations.exceptions import IntegrationError


class Command(BaseCommand):
    help = "Let an app in whose servers will call the JSON endpoints."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name",
            type=arguments.text,
            help="who acts, in every history, for ever: letters, digits and . _ -",
        )
        parser.add_argument(
            "--title", type=arguments.text, default="", help="what people read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("create_app")
        try:
            app = keys.create_app(options["name"], options["title"], actor=actor)
        except IntegrationError as error:
            raise CommandError(f"Nothing was made: {error}.") from error
        self.stdout.write(f"The app {app} is made. Its keys: create_api_key {app}.")
