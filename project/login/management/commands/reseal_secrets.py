from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from project.login import second_factor
from withdrawals.notifications import resealing
from withdrawals.notifications.models import Endpoint


class Command(BaseCommand):
    help = "Seal every secret by the first of SEALING_KEYS. Safe to repeat at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        count, lost = 0, []
        for name, reseal in _secrets():
            try:
                count += reseal()
            except InvalidToken:
                lost.append(name)
        self.stdout.write(f"Sealed anew: {count}.")
        if lost:
            raise CommandError(f"None of SEALING_KEYS opens {', '.join(lost)}.")


def _secrets() -> Iterator[tuple[str, Callable[[], int]]]:
    """Whose they are, and how they are sealed: each in a transaction of its own."""
    for factor in list(Authenticator.objects.select_related("user").order_by("pk")):
        name = f"the second factor of {factor.user.get_username()}"
        yield name, partial(second_factor.reseal, factor.pk)
    for endpoint in list(Endpoint.objects.select_related("app").order_by("pk")):
        name = f"the webhook {endpoint.pk} of {endpoint.app}"
        yield name, partial(resealing.reseal, endpoint.pk)
