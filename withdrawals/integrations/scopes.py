"""What a key may be allowed to do."""

from collections.abc import Iterable

from django.db.models import TextChoices

from withdrawals.integrations.exceptions import InvalidScopes


class Scope(TextChoices):
    """Each with one line of what it allows."""

    WITHDRAWALS_READ = "withdrawals:read", "Read requests and their status"
    WITHDRAWALS_CREATE = "withdrawals:create", "Ask for a withdrawal of any user's"
    WITHDRAWALS_CANCEL = "withdrawals:cancel", "Cancel any pending request"
    COINS_READ = "coins:read", "Read balances and movements of coins"
    COINS_CREDIT = "coins:credit", "Give coins to any user"
    LINKS_CREATE = "links:create", "Let a user in to the hosted page"
    WEBHOOKS_MANAGE = "webhooks:manage", "Set up where events are sent"


# Every use of one of these is kept for ever.
MONEY = frozenset(
    {
        Scope.WITHDRAWALS_CREATE,
        Scope.WITHDRAWALS_CANCEL,
        Scope.COINS_CREDIT,
        Scope.LINKS_CREATE,
    }
)


def clean_scopes(names: Iterable[str]) -> list[str]:
    """The scopes in the order above, each once.

    Raises InvalidScopes when there is none, or one that nobody knows.
    """
    asked = set(names)
    if unknown := asked - set(Scope.values):
        raise InvalidScopes(f"there is no scope {min(unknown)!r}")
    if not asked:
        raise InvalidScopes("a key needs a scope at least")
    return [scope for scope in Scope.values if scope in asked]
