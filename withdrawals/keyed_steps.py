"""Acts that take several steps, all in one transaction, once for a key."""

from collections.abc import Callable

from wallet.retries import atomic_with_retry
from withdrawals import idempotency
from withdrawals.idempotency import Answer, Key, Reply
from withdrawals.outcomes import Outcome, Told


def once(
    act: Callable[[], Outcome],
    tell: Callable[[Outcome], Told],
    key: Key | None,
    *,
    waits: bool,
) -> Reply:
    """Do `act` and keep what `tell` says, or give the answer that was kept.

    Raises what `act` and idempotency.once raise.
    """

    @atomic_with_retry  # an act whose answer cannot be written is undone
    def kept() -> Answer:
        told = tell(act())
        for row in told.rows:
            row.save(force_insert=True)
        return told.answer

    if key is None:
        return Reply(kept(), is_replay=False)
    return idempotency.once(key, kept, waits=waits)
