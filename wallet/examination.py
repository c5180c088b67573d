"""Look at the whole ledger and keep what was found."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import chain

from wallet import clock, seal_check, verification
from wallet.models import LedgerVerification


def examine(
    by: str,
    *,
    kept: Iterable[str] = (),
    tell: Callable[[str], object] = lambda line: None,
) -> LedgerVerification:
    """Run every check and prove the seals, all of one moment of the database.

    `by` is whoever asked, `kept` are hashes of heads from outside. `tell` is given each
    difference in words as it is found; the record keeps the first ones.
    """
    shown: list[str] = []
    found = 0
    started_at = clock.now()
    with verification.snapshot():
        lines = chain(verification.differences(), seal_check.differences(kept))
        for found, line in enumerate(lines, start=1):
            tell(line)
            if found <= LedgerVerification.SHOWN:
                shown.append(line)
        record = LedgerVerification(
            started_at=started_at,
            by=by,
            counts=verification.counts(),
            coins=verification.coins(),
            heads=[asdict(head) for head in seal_check.heads()],
            difference_count=found,
            differences=shown,
        )
    record.finished_at = clock.now()
    record.save(force_insert=True)
    return record
