"""One business event, one movement, once. A balance is written here and in batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.models import F, QuerySet

from wallet.accounts import check_kind, clean_user_id, open_accounts
from wallet.exceptions import (
    AlreadyPosted,
    BalanceTooLarge,
    InsufficientCoins,
    InvalidAmount,
    OtherKind,
    WrongDirection,
)
from wallet.models import (
    CREDITS,
    DEBITS,
    MAX_BALANCE,
    CoinTransaction,
    TransactionType,
    UserCoins,
)
from wallet.retries import atomic_with_retry
from wallet.statements import Statement

MAX_MOVEMENT = 10**12  # coins in one movement


@dataclass(frozen=True)
class Movement:
    """Coins to be moved for one business event, which `reference` names."""

    user_id: str
    amount: int  # coins
    transaction_type: TransactionType
    reason: str
    reference: str
    is_test: bool | None = None  # of what kind the account is; None: of either


def balance(user_id: str, is_test: bool | None = None) -> int:
    """The user's coins; 0 when there is no account.

    Raises OtherKind where the account is not of the kind that is meant, if one is.
    """
    found = BALANCE.rows(user_id)
    if not found:
        return 0
    coins, is_test_account = found[0]
    if is_test not in (None, is_test_account):
        raise OtherKind(user_id, is_test=is_test_account)
    return int(coins)


BALANCE = Statement(
    lambda user_id: UserCoins.objects.filter(user_id=user_id).values_list(
        "total_coins", "is_test"
    ),
    str,
)


def credit(movement: Movement) -> CoinTransaction:
    """Add coins to the account, which is opened when there is none.

    Raises InvalidUserId, InvalidAmount, WrongDirection, BalanceTooLarge, OtherKind,
    AlreadyPosted.
    """
    check(movement, CREDITS)
    with _posting(movement.reference):
        return _credit(movement)


def debit(movement: Movement) -> CoinTransaction:
    """Take coins from the account, which must cover them.

    Raises InvalidUserId, InvalidAmount, WrongDirection, InsufficientCoins, OtherKind,
    AlreadyPosted.
    """
    check(movement, DEBITS)
    with _posting(movement.reference):
        return _debit(movement)


def is_same(posted: CoinTransaction, movement: Movement) -> bool:
    """Whether `posted` is this movement: the user, the coins and the type."""
    return (
        posted.user_coins_id == movement.user_id
        and posted.amount == movement.amount
        and posted.transaction_type == movement.transaction_type
    )


def check(movement: Movement, direction: frozenset[TransactionType]) -> None:
    """Raise InvalidUserId, InvalidAmount or WrongDirection."""
    clean_user_id(movement.user_id)
    if type(movement.amount) is not int or not 1 <= movement.amount <= MAX_MOVEMENT:
        raise InvalidAmount(movement.amount, MAX_MOVEMENT)
    if movement.transaction_type not in direction:
        raise WrongDirection(movement.transaction_type)


@contextmanager
def _posting(reference: str) -> Iterator[None]:
    """A reference that exists already becomes AlreadyPosted."""
    try:
        yield
    except IntegrityError as error:
        if CoinTransaction.objects.filter(reference=reference).exists():
            raise AlreadyPosted(reference) from error
        raise


@atomic_with_retry
def _credit(movement: Movement) -> CoinTransaction:
    open_accounts({movement.user_id: bool(movement.is_test)})
    room = _accounts_for(movement).filter(
        total_coins__lte=MAX_BALANCE - movement.amount
    )
    if not _move(room, movement.amount):
        check_kind(movement.user_id, movement.is_test)
        raise BalanceTooLarge(movement.user_id)
    return _record(movement)


@atomic_with_retry
def _debit(movement: Movement) -> CoinTransaction:
    covered = _accounts_for(movement).filter(total_coins__gte=movement.amount)
    if not _move(covered, -movement.amount):
        check_kind(movement.user_id, movement.is_test)
        raise InsufficientCoins(balance(movement.user_id), movement.amount)
    return _record(movement)


def _accounts_for(movement: Movement) -> QuerySet[UserCoins]:
    """The account, if it is of the kind that the movement names."""
    accounts = UserCoins.objects.filter(user_id=movement.user_id)
    if movement.is_test is None:
        return accounts
    return accounts.filter(is_test=movement.is_test)


def _move(account: QuerySet[UserCoins], coins: int) -> bool:
    """Change the balance if the account still meets its condition; lock its row."""
    return bool(
        account.update(
            total_coins=F("total_coins") + coins, last_sequence=F("last_sequence") + 1
        )
    )


def _record(movement: Movement) -> CoinTransaction:
    """Write the movement that `_move` has just made, under the same row lock."""
    account = UserCoins.objects.get(user_id=movement.user_id)
    row = row_of(account, movement)
    row.save(force_insert=True)
    return row


def row_of(account: UserCoins, movement: Movement) -> CoinTransaction:
    """The movement, unsaved, that made the account what it is."""
    row = unposted(movement)
    row.user_coins = account
    row.sequence = account.last_sequence
    row.balance_after = account.total_coins
    return row


def unposted(movement: Movement) -> CoinTransaction:
    """The movement without its place in the account."""
    return CoinTransaction(
        user_coins_id=movement.user_id,
        transaction_type=movement.transaction_type,
        amount=movement.amount,
        reason=movement.reason,
        reference=movement.reference,
    )
