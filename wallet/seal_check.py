"""Prove the seals: each sealed row is as it was, where it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wallet.chain import Stream, link, streams
from wallet.models import LedgerSeal, SealedRow
from wallet.sealing import floor, unsealed

Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A sealed row as it is now (None: it is gone), with the hash that it had."""

    kept: SealedRow
    row: Row | None


@dataclass(frozen=True)
class Head:
    """How far a stream is sealed. `hash` is to be kept outside of the database."""

    stream: str
    number: int  # of the latest seal
    rows: int
    hash: str
    waiting: int  # rows that are not sealed yet


def differences(kept: Iterable[str] = ()) -> Iterator[str]:
    """Each difference in words, stream by stream, in the order of the chain.

    `kept` are heads' hashes from outside of the database: each must be in a chain.
    """
    for stream in streams():
        yield from _broken(stream)
        for row in unsealed(stream).filter(pk__lt=floor(stream)).iterator():
            yield f"{stream.noun} {row['id']}: appeared behind the seals"
    for head in kept:
        if not LedgerSeal.objects.filter(hash=head).exists():
            yield f"head {head}: is in no chain"


def heads() -> list[Head]:
    """The head of each stream; a stream without seals has number 0."""
    return [_head(stream) for stream in streams()]


def seals_of(stream: Stream) -> Iterator[LedgerSeal]:
    """The seals from the first to the last, one at a time."""
    seals = LedgerSeal.objects.filter(stream=stream.name)
    number = 0
    while seal := seals.filter(number__gt=number).order_by("number").first():
        yield seal
        number = seal.number


def places(stream: Stream, seal: LedgerSeal) -> list[Place]:
    """The rows of a seal in their order."""
    kept = list(seal.rows.order_by("position"))
    found = stream.rows().filter(pk__in=[each.row_id for each in kept])
    rows = {row["id"]: row for row in found}
    return [Place(each, rows.get(each.row_id)) for each in kept]


def _broken(stream: Stream) -> Iterator[str]:
    previous, number = stream.start, 0
    for seal in seals_of(stream):
        name = f"seal {seal.number} of {stream.name}"
        if seal.number != number + 1:
            yield f"{name}: comes after seal {number}"
        if seal.previous != previous:
            yield f"{name}: does not go on from the one before"
        yield from _broken_rows(stream, seal, places(stream, seal))
        previous, number = seal.hash, seal.number


def _broken_rows(stream: Stream, seal: LedgerSeal, found: list[Place]) -> Iterator[str]:
    previous = seal.previous
    for position, place in enumerate(found, start=1):
        where = f"{stream.noun} {place.kept.row_id}"
        if place.kept.position != position:
            yield (
                f"{where}: row {place.kept.position} of seal {seal.number} comes "
                f"as row {position}"
            )
        if place.row is None:
            yield f"{where}: sealed, but gone"
        elif link(previous, place.row) != place.kept.hash:
            yield f"{where}: not as it was sealed"
        previous = place.kept.hash
    if len(found) != seal.row_count or previous != seal.hash:
        yield f"seal {seal.number} of {stream.name}: its rows are not all there"


def _head(stream: Stream) -> Head:
    number, rows, digest = 0, 0, stream.start
    seals = LedgerSeal.objects.filter(stream=stream.name)
    if latest := seals.order_by("-number").first():
        number, digest = latest.number, latest.hash
        rows = SealedRow.objects.filter(seal__stream=stream.name).count()
    waiting = unsealed(stream).filter(pk__gte=floor(stream)).count()
    return Head(stream.name, number, rows, digest, waiting)
