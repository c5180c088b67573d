"""Whether the database still guards apps and keys."""

from collections.abc import Callable

from django.db.models import Model

from wallet.guards import Guards
from withdrawals.integrations.models import ApiKey, App, KeyUse
from withdrawals.integrations.refusals import REFUSALS

COUNTED: dict[str, type[Model]] = {}
COINS: dict[str, Callable[[], int]] = {}

CHECKS = (Guards("The database guards the keys", REFUSALS, [App, ApiKey, KeyUse]),)
