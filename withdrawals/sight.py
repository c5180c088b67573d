"""Who sees UPI IDs whole, and who may have one shown. The only place that decides."""

from uuid import UUID

from django.contrib.auth.models import User

from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalNotFound
from withdrawals.guard import check_right
from withdrawals.masking import mask_all
from withdrawals.models import AuditAct, CoinWithdrawal
from withdrawals.states import Right


def sees_upi_ids(viewer: object) -> bool:
    """Whether a member of staff reads every UPI ID; anybody else does not."""
    return isinstance(viewer, User) and Right.SEE_UPI in Actor.staff(viewer).rights


def as_seen_by(viewer: object, text: str) -> str:
    """A UPI ID, or any text that may hold some, as `viewer` may read it."""
    return text if sees_upi_ids(viewer) else mask_all(text)


def reveal(withdrawal_id: UUID, *, actor: Actor, ip: str) -> str:
    """The request's UPI ID, whole; the audit log keeps who asked for it.

    Raises NotAllowed and WithdrawalNotFound.
    """
    check_right(actor, Right.REVEAL_UPI)
    withdrawal = CoinWithdrawal.objects.filter(id=withdrawal_id).first()
    if withdrawal is None:
        raise WithdrawalNotFound(str(withdrawal_id))
    audit.record(
        AuditAct.REVEALED,
        actor=actor,
        target=withdrawal.reference,
        ip=ip,
        upi_id=withdrawal.upi_id,
    )
    return withdrawal.upi_id
