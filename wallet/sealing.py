"""Seal rows in batches, after they were written: no movement waits for a seal."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet

from wallet.chain import Row, Stream, link
from wallet.models import LedgerSeal, SealedRow
from wallet.retries import atomic_with_retry

BATCH = 1000  # rows in a seal
# How much later than a row of a higher id a row may commit. A row that appears further
# behind the seals was not written by the product.
LATEST = timedelta(hours=1)

_TIME_SHIFT = 80  # a UUIDv7 begins with 48 bits of milliseconds


def head(stream: Stream) -> LedgerSeal | None:
    """The latest seal of the stream."""
    return LedgerSeal.objects.filter(stream=stream.name).order_by("-number").first()


def unsealed(stream: Stream) -> QuerySet[Any, dict[str, Any]]:
    """The rows of the stream that no seal holds, in the order of their ids."""
    sealed = SealedRow.objects.filter(row_id=OuterRef("pk"))
    return stream.rows().filter(~Exists(sealed)).order_by("pk")


def floor(stream: Stream) -> UUID:
    """The lowest id that a row may have which is not sealed yet."""
    seals = LedgerSeal.objects.filter(stream=stream.name)
    highest = seals.order_by("-highest_id").values_list("highest_id", flat=True).first()
    if highest is None:
        return UUID(int=0)
    moment = (highest.int >> _TIME_SHIFT) - LATEST // timedelta(milliseconds=1)
    return UUID(int=max(moment, 0) << _TIME_SHIFT)


def seal(stream: Stream, *, late: bool = False) -> int:
    """Seal what is not sealed, and return how many rows that were.

    A row that commits behind the seals is found by the next run, since it has no seal:
    none is passed over. `late` also takes rows further behind than LATEST. Two runs at
    a time take turns: whose batch comes second reads again.
    """
    done = 0
    lowest = UUID(int=0) if late else floor(stream)
    while True:
        latest = head(stream)  # before its rows: whoever seals them moves the head
        rows = list(unsealed(stream).filter(pk__gte=lowest)[:BATCH])
        if not rows:
            return done
        if _append(stream, latest, rows):
            done += len(rows)
            lowest = rows[-1]["id"]


def _append(stream: Stream, latest: LedgerSeal | None, rows: Sequence[Row]) -> bool:
    """Add a batch behind `latest`; False when another run was quicker."""
    previous = latest.hash if latest else stream.start
    places = list(_places(previous, rows))
    new = LedgerSeal(
        stream=stream.name,
        number=latest.number + 1 if latest else 1,
        row_count=len(rows),
        highest_id=rows[-1]["id"],
        previous=previous,
        hash=places[-1].hash,
    )
    try:
        _write(new, places)
    except IntegrityError:
        if head(stream) == latest:
            raise
        return False
    return True


@atomic_with_retry
def _write(new: LedgerSeal, places: Sequence[SealedRow]) -> None:
    new.pk = None  # of a try before
    new.save(force_insert=True)
    for place in places:
        place.seal = new
    SealedRow.objects.bulk_create(places)


def _places(previous: str, rows: Sequence[Row]) -> Iterator[SealedRow]:
    for position, row in enumerate(rows, start=1):
        previous = link(previous, row)
        yield SealedRow(row_id=row["id"], position=position, hash=previous)
