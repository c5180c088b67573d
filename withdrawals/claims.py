"""Taking a request: a sign for colleagues that somebody works on it.

It forbids nothing: the moves of withdrawals.transitions do not ask for it. Only the
portal asks a person once more before they act on what somebody else has.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from wallet import clock
from wallet.retries import atomic_with_retry
from wallet.statements import Statement
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.exceptions import Held, IllegalTransition
from withdrawals.guard import lock
from withdrawals.models import AuditAct, Claim, CoinWithdrawal, Note
from withdrawals.notes import check_writer, write

LASTS = timedelta(minutes=15)
MOST_TAKEN = 200  # listed as one person's
HELD = Statement(
    lambda pk, now: Claim.objects.filter(pk=pk, until__gt=now), UUID, datetime
)
TAKEN = Statement(
    lambda name, now: (
        Claim.objects.filter(holder=name, until__gt=now)
        .order_by("-until")
        .values_list("pk")[:MOST_TAKEN]
    ),
    str,
    datetime,
)


@atomic_with_retry
def take(withdrawal_id: UUID, *, actor: Actor, over: str = "", ip: str = "") -> Claim:
    """Take an open request for 15 minutes, or for 15 more.

    `over` names the holder from whom the actor knowingly takes it: the timeline and the
    audit log keep that. Raises Held while anybody else has it, NotAllowed,
    WithdrawalNotFound, and IllegalTransition when the request is done.
    """
    check_writer(actor)
    withdrawal = lock(withdrawal_id, actor, None)
    if not withdrawal.is_open:
        raise IllegalTransition(withdrawal)
    held = check_free(withdrawal_id, actor, over)
    if held and held.holder != actor.name:
        _log_takeover(withdrawal, held.holder, actor, ip)
    now = clock.now()
    changes = {"holder": actor.name, "taken_at": now, "until": now + LASTS}
    claim, _ = Claim.objects.update_or_create(withdrawal=withdrawal, defaults=changes)
    return claim


@atomic_with_retry
def give_back(withdrawal_id: UUID, *, actor: Actor) -> None:
    """Give back what the actor has taken; what others have stays theirs.

    Raises NotAllowed and WithdrawalNotFound.
    """
    check_writer(actor)
    withdrawal = lock(withdrawal_id, actor, None)
    Claim.objects.filter(withdrawal=withdrawal, holder=actor.name).delete()


def end(withdrawal: CoinWithdrawal) -> None:
    """After a move, whoever made it: what the request was taken for is done."""
    Claim.objects.filter(withdrawal=withdrawal).delete()


def check_free(withdrawal_id: UUID, actor: Actor, over: str = "") -> Claim | None:
    """The claim that holds now; raises Held unless it is the actor's or `over`'s."""
    claim = of(withdrawal_id)
    if claim and claim.holder not in (actor.name, over):
        raise Held(claim)
    return claim


def of(withdrawal_id: UUID) -> Claim | None:
    """The claim that holds now."""
    return HELD.first(withdrawal_id, clock.now())


def taken_by(name: str) -> list[UUID]:
    """The ids of the requests that this person holds, the last taken first."""
    return [withdrawal_id for (withdrawal_id,) in TAKEN.rows(name, clock.now())]


def held(withdrawal_ids: Iterable[UUID]) -> dict[UUID, Claim]:
    """The claims that hold now on these requests, by the id of the request."""
    claims = Claim.objects.filter(
        withdrawal_id__in=list(withdrawal_ids), until__gt=clock.now()
    )
    return {claim.withdrawal_id: claim for claim in claims}


def _log_takeover(
    withdrawal: CoinWithdrawal, holder: str, actor: Actor, ip: str
) -> None:
    write(withdrawal, Note.Kind.TAKEOVER, f"From {holder}", actor)
    audit.record(
        AuditAct.TAKEN_OVER,
        actor=actor,
        target=withdrawal.reference,
        ip=ip,
        holder=holder,
    )
