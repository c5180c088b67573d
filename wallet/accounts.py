"""Accounts: what may name one, opened when needed, locked in one order."""

import unicodedata
from collections.abc import Iterable

from wallet.exceptions import InvalidUserId
from wallet.models import UserCoins


def clean_user_id(user_id: str) -> str:
    """Return `user_id` as it is; raise InvalidUserId unless it can name an account."""
    kinds = set(map(unicodedata.category, user_id))
    printable = not any(kind[0] == "C" or kind in ("Zl", "Zp") for kind in kinds)
    if not printable or user_id != user_id.strip() or not 1 <= len(user_id) <= 500:
        raise InvalidUserId(user_id)
    return user_id


def open_accounts(user_ids: Iterable[str]) -> None:
    """Let each user have an account; those that have one keep it as it is."""
    accounts = [UserCoins(user_id=user_id) for user_id in user_ids]
    UserCoins.objects.bulk_create(accounts, ignore_conflicts=True)


def lock_accounts(user_ids: set[str]) -> dict[str, UserCoins]:
    """Lock the accounts until the transaction ends; open those that are missing."""
    open_accounts(sorted(user_ids))
    locked = UserCoins.objects.select_for_update().filter(user_id__in=user_ids)
    return {account.user_id: account for account in locked.order_by("user_id")}
