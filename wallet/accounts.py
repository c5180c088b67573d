"""The rows of accounts: opened when they are needed, locked in one order."""

from collections.abc import Iterable

from wallet.models import UserCoins


def open_accounts(user_ids: Iterable[str]) -> None:
    """Let each user have an account; those that have one keep it as it is."""
    accounts = [UserCoins(user_id=user_id) for user_id in user_ids]
    UserCoins.objects.bulk_create(accounts, ignore_conflicts=True)


def lock_accounts(user_ids: set[str]) -> dict[str, UserCoins]:
    """Lock the accounts until the transaction ends; open those that are missing."""
    open_accounts(sorted(user_ids))
    locked = UserCoins.objects.select_for_update().filter(user_id__in=user_ids)
    return {account.user_id: account for account in locked.order_by("user_id")}
