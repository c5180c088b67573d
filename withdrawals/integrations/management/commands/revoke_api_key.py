import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wallet import arguments
from withdrawals.actors import Actor
from withdrawals.integrations import keys
from withdrawals.integrations.exceptions import IntegrationError
from withdrawals.integrations.models import ApiKey

_PUBLIC_ID = re.compile(r"(?:cw_(?:live|test)_)?([0-9A-Za-z]{12})(?:_[0-9A-Za-z]*)?")


class Command(BaseCommand):
    help = "Revoke an API key: it opens nothing from the next call on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "key", type=arguments.text, help="as list_api_keys shows it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = _PUBLIC_ID.fullmatch(options["key"])
        keys_ = ApiKey.objects.select_related("app")
        key = keys_.filter(public_id=found[1]).first() if found else None
        if key is None:
            raise CommandError("There is no such key: see list_api_keys.")
        try:
            keys.revoke_key(key, actor=Actor.system("revoke_api_key"))
        except IntegrationError as error:
            raise CommandError(f"Nothing was changed: {error}.") from error
        self.stdout.write(f"{key} of {key.app} is revoked.")
