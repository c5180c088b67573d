from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from wallet import arguments
from withdrawals.integrations.models import ApiKey, App


class Command(BaseCommand):
    help = "List the apps' API keys, the newest first: which work, and since when."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "app", nargs="?", type=arguments.text, help="of this app only"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = ApiKey.objects.select_related("app").newest_first()
        if name := options["app"]:
            if not App.objects.filter(name=name).exists():
                raise CommandError(f"There is no app {name!r}.")
            keys = keys.filter(app__name=name)
        for key in keys:
            self.stdout.write(_line(key))
        if not keys:
            self.stdout.write("There are no keys.")


def _line(key: ApiKey) -> str:
    def day(moment: Any) -> str:
        return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "never"

    return "  ".join(
        (
            f"{key.app}",
            f"cw_{key.mode}_{key.public_id}",
            key.state,
            f"expires {day(key.expires_at)}",
            f"used {day(key.last_used_at)}",
            f"from {', '.join(key.networks) or 'anywhere'}",
            " ".join(key.scopes),
        )
    )
