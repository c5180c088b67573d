"""Whether the database still guards apps and keys."""

from wallet.guards import Guards
from withdrawals.integrations.models import ApiKey, App, KeyUse
from withdrawals.integrations.refusals import REFUSALS

CHECKS = (Guards("The database guards the keys", REFUSALS, [App, ApiKey, KeyUse]),)
