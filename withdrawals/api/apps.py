import sys

from django.apps import AppConfig
from django.conf import settings

from withdrawals.api import keys


class ApiConfig(AppConfig):
    name = "withdrawals.api"
    label = "api"

    def ready(self) -> None:
        """Stop the start with one line when API_KEYS cannot be read."""
        try:
            keys.parse(settings.API_KEYS)
        except keys.MalformedEntry as error:
            sys.exit(str(error))
