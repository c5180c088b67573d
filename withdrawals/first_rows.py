"""The rows that a new request begins with, before any of them is saved."""

from dataclasses import dataclass

from wallet import clock
from wallet.accounts import clean_user_id
from wallet.ledger import Movement
from wallet.models import TransactionType, new_id
from wallet.rows import begun
from withdrawals import upi
from withdrawals.actors import Actor
from withdrawals.amounts import check_amount, to_rupees
from withdrawals.guard import check_owner, check_right
from withdrawals.models import CoinWithdrawal, StatusChange
from withdrawals.states import MESSAGES, Right, Status


@dataclass(frozen=True)
class Wish:
    """Coins that somebody wants to be paid to a UPI ID, as it was typed."""

    user_id: str
    coins: int
    upi_id: str
    actor: Actor


def request_of(wish: Wish) -> CoinWithdrawal:
    """The request without its reference; its handle may still be unknown.

    Its kind, live or test, is still a guess where the actor may touch either.

    Raises AmountOutOfRange, InvalidUPIID, InvalidUserId, NotAllowed and
    WithdrawalNotFound.
    """
    check_right(wish.actor, Right.REQUEST)
    clean_user_id(wish.user_id)
    check_owner(wish.actor, wish.user_id)
    return begun(
        CoinWithdrawal,
        id=new_id(),
        user_id=wish.user_id,
        coins_amount=check_amount(wish.coins),
        rupees_amount=to_rupees(wish.coins),
        upi_id=str(upi.parse(wish.upi_id)),
        admin_notes=MESSAGES[Status.PENDING],
        is_test=bool(wish.actor.is_test),
        created_at=clock.now(),
    )


def change_of(withdrawal: CoinWithdrawal, actor: Actor) -> StatusChange:
    return begun(
        StatusChange,
        withdrawal_id=withdrawal.id,
        from_status="",
        to_status=withdrawal.status,
        actor_kind=actor.kind,
        actor=actor.name,
        created_at=withdrawal.created_at,
    )


def debit_of(withdrawal: CoinWithdrawal) -> Movement:
    return Movement(
        withdrawal.user_id,
        withdrawal.coins_amount,
        TransactionType.WITHDRAWAL,
        f"Withdrawal request created - {withdrawal.id}",
        f"withdrawal:{withdrawal.id}",
        withdrawal.is_test,
    )
