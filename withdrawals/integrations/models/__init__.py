"""The apps that call us, their keys, and what was done with them."""

from withdrawals.integrations.models.apps import App
from withdrawals.integrations.models.keys import ApiKey
from withdrawals.integrations.models.uses import KeyUse

__all__ = ["ApiKey", "App", "KeyUse"]
