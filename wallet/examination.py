"""Look at the whole ledger and keep what was found."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from itertools import chain

from wallet import clock, seal_check, verification
from wallet.chain import streams
from wallet.models import LedgerVerification
from wallet.progress import Doing, unseen

ALWAYS_FULL = 100_000  # with fewer sealed rows all are hashed every time


def examine(
    by: str,
    *,
    full: bool = False,
    kept: Iterable[str] = (),
    tell: Callable[[str], object] = lambda line: None,
    doing: Doing = unseen,
) -> LedgerVerification:
    """Run every check and prove the seals, all of one moment of the database.

    Without `full`, rows that the last full check has proved are not hashed once more.
    `by` is whoever asked, `kept` are hashes of heads from outside. `tell` is given each
    difference in words as it is found; the record keeps the first ones.
    """
    shown: list[str] = []
    found = 0
    started_at = clock.now()
    with verification.snapshot():
        before = None if full else _full_check()
        proved = _heads(before)
        lines = chain(
            verification.differences(doing),
            seal_check.differences(kept, proved, doing),
        )
        for found, line in enumerate(lines, start=1):
            tell(line)
            if found <= LedgerVerification.SHOWN:
                shown.append(line)
        doing("Sums for the report")
        figures = verification.figures()
        record = LedgerVerification(
            started_at=started_at,
            by=by,
            counts=figures.counts,
            coins=figures.coins,
            heads=[asdict(head) for head in seal_check.heads()],
            difference_count=found,
            differences=shown,
            full_check=before,
        )
    record.finished_at = clock.now()
    record.save(force_insert=True)
    return record


def _full_check() -> LedgerVerification | None:
    """The check whose word is taken for the older rows.

    None where there are few, and after a full check that found something: until one
    finds nothing, every check is full.
    """
    if sum(map(seal_check.sealed, streams())) < ALWAYS_FULL:
        return None
    full = LedgerVerification.objects.filter(full_check=None)
    latest = full.order_by("-id").first()
    return latest if latest and not latest.difference_count else None


def _heads(check: LedgerVerification | None) -> dict[str, seal_check.Head]:
    heads = [seal_check.Head(**head) for head in check.heads] if check else []
    return {head.stream: head for head in heads}
