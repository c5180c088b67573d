import sys

from django.apps import AppConfig

from withdrawals.limits.rates import Limit, MalformedRate


class LimitsConfig(AppConfig):
    name = "withdrawals.limits"
    label = "limits"

    def ready(self) -> None:
        """Stop the start with one line when a rate cannot be read."""
        for limit in Limit:
            try:
                _ = limit.rate
            except MalformedRate as error:
                sys.exit(f"{limit.setting}: {error}.")
