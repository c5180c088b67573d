"""Accounts: what may name one, opened when needed, locked in one order."""

import unicodedata
from collections.abc import Mapping

from wallet.exceptions import InvalidUserId, OtherKind
from wallet.models import UserCoins


def clean_user_id(user_id: str) -> str:
    """Return `user_id` as it is; raise InvalidUserId unless it can name an account."""
    printable = user_id.isprintable() or not any(map(_is_control, user_id))
    if not printable or user_id != user_id.strip() or not 1 <= len(user_id) <= 500:
        raise InvalidUserId(user_id)
    return user_id


def is_test(user_id: str) -> bool:
    """Whether the user's account is a test account; one to be opened is live."""
    return UserCoins.objects.filter(user_id=user_id, is_test=True).exists()


def other_kind(account: UserCoins, is_test: bool | None) -> OtherKind | None:
    """What is wrong where the account is not of the kind; None means either."""
    if is_test in (None, account.is_test):
        return None
    return OtherKind(account.user_id, is_test=account.is_test)


def check_kind(user_id: str, is_test: bool | None) -> None:
    """Raise OtherKind where the user has an account of the other kind."""
    account = UserCoins.objects.filter(user_id=user_id).first()
    if account and (refusal := other_kind(account, is_test)):
        raise refusal


def open_accounts(kinds: Mapping[str, bool]) -> None:
    """Let each user have an account, a test account where `kinds` says True.

    Those that have one keep it as it is.
    """
    accounts = [UserCoins(user_id=name, is_test=test) for name, test in kinds.items()]
    UserCoins.objects.bulk_create(accounts, ignore_conflicts=True)


def lock_accounts(kinds: Mapping[str, bool]) -> dict[str, UserCoins]:
    """Lock the accounts until the transaction ends; open those that are missing."""
    open_accounts(dict(sorted(kinds.items())))
    locked = UserCoins.objects.select_for_update().filter(user_id__in=kinds)
    return {account.user_id: account for account in locked.order_by("user_id")}


def _is_control(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind[0] == "C" or kind in ("Zl", "Zp")
