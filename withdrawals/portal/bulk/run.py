"""A confirmed plan is run once, in one transaction per line, and can be gone on with.

A line leaves `waiting` in the transaction of its act: whatever stops a run, what is
marked as done is done, and what waits is not.
"""

from uuid import UUID

from wallet.retries import Busy, atomic_with_retry
from withdrawals.actors import Actor
from withdrawals.exceptions import WithdrawalError
from withdrawals.idempotency import Answer, Key, once
from withdrawals.portal.bulk import why
from withdrawals.portal.bulk.acts import act_named
from withdrawals.portal.bulk.models import BulkLine, BulkRun, Outcome
from withdrawals.portal.bulk.plan import Line, Plan, id_of


def begin(plan: Plan, reason: str) -> UUID:
    """Keep the plan as a run, or find the run that it became; return the run's id."""

    def keep() -> Answer:
        run = BulkRun.objects.create(
            act=plan.act, actor=plan.actor, reason=reason, view=plan.view
        )
        BulkLine.objects.bulk_create(
            _line(run, place, line) for place, line in enumerate(plan.lines, 1)
        )
        return {"run_id": str(run.id)}

    key = Key(f"bulk:{plan.actor}", plan.token, {})
    return UUID(once(key, keep).answer["run_id"])


def go_on(run: BulkRun, *, actor: Actor) -> None:
    """Do the lines that wait; of two who do so at once, each line meets one.

    It stops where the database refuses every try: the rest waits.
    """
    waiting = run.lines.filter(outcome=Outcome.WAITING).order_by("place")
    for line_id in list(waiting.values_list("id", flat=True)):
        try:
            _do(run, line_id, actor)
        except Busy:
            return


@atomic_with_retry
def _do(run: BulkRun, line_id: UUID, actor: Actor) -> None:
    """The act and its mark, in one transaction. Lock order: line, then withdrawal."""
    waiting = BulkLine.objects.filter(id=line_id, outcome=Outcome.WAITING)
    line = waiting.select_for_update().first()
    if line is None or line.withdrawal_id is None:
        return
    values: dict[str, str] = {"reason": run.reason} if run.reason else {}
    if line.utr:
        values["utr"] = line.utr
    try:
        act_named(run.act).do(
            line.withdrawal_id, version=line.version, actor=actor, **values
        )
    except WithdrawalError as error:
        line.outcome, line.words = Outcome.REFUSED, why.words(error, run.act)
    else:
        line.outcome = Outcome.DONE
    line.save(update_fields=["outcome", "words"])


def _line(run: BulkRun, place: int, line: Line) -> BulkLine:
    return BulkLine(
        run=run,
        place=place,
        withdrawal_id=id_of(line),
        version=line.version,
        utr=line.utr,
        pasted=line.pasted,
        outcome=Outcome.REFUSED if line.words else Outcome.WAITING,
        words=line.words,
    )
