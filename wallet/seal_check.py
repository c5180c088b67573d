"""Prove the seals: each sealed row is as it was, where it was."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Sum

from wallet.chain import Stream, link, streams
from wallet.models import LedgerSeal, SealedRow
from wallet.progress import Doing, unseen
from wallet.sealing import floor, unsealed

Row = dict[str, Any]

_SEALS = 1000  # read at a time


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
    since: str | None  # when the oldest of them was written, ISO 8601


def differences(
    kept: Iterable[str] = (),
    proved: Mapping[str, Head] | None = None,
    doing: Doing = unseen,
) -> Iterator[str]:
    """Each difference in words, stream by stream, in the order of the chain.

    `kept` are heads' hashes from outside of the database: each must be in a chain.
    `proved` are heads up to which an earlier check has proved the rows of each stream:
    the seals must still lead there, but their rows are not hashed once more.
    """
    for stream in streams():
        yield from _broken(stream, (proved or {}).get(stream.name), doing)
        doing(f"Rows behind the seals of {stream.title}")
        for row in unsealed(stream).filter(pk__lt=floor(stream)).iterator():
            yield f"{_named(stream, row['id'])} appeared behind the seals"
    for head in kept:
        if not LedgerSeal.objects.filter(hash=head).exists():
            yield f"head {head}: is in no chain"


def heads() -> list[Head]:
    """The head of each stream; a stream without seals has number 0."""
    return [_head(stream) for stream in streams()]


def seals_of(stream: Stream) -> Iterator[LedgerSeal]:
    """The seals from the first to the last, some at a time."""
    seals = LedgerSeal.objects.filter(stream=stream.name).order_by("number")
    number = 0
    while batch := list(seals.filter(number__gt=number)[:_SEALS]):
        yield from batch
        number = batch[-1].number


def sealed(stream: Stream) -> int:
    """How many rows the stream's seals say that they hold."""
    seals = LedgerSeal.objects.filter(stream=stream.name)
    return seals.aggregate(n=Sum("row_count"))["n"] or 0


def places(stream: Stream, seal: LedgerSeal) -> list[Place]:
    """The rows of a seal in their order."""
    kept = list(seal.rows.order_by("position"))
    found = stream.rows().filter(pk__in=[each.row_id for each in kept])
    rows = {row["id"]: row for row in found}
    return [Place(each, rows.get(each.row_id)) for each in kept]


def _broken(stream: Stream, proved: Head | None, doing: Doing) -> Iterator[str]:
    previous, number = stream.start, 0
    for seal in _told(stream, doing):
        name = f"seal {seal.number} of {stream.name}"
        if seal.number != number + 1:
            yield f"{name}: comes after seal {number}"
        if seal.previous != previous:
            yield f"{name}: does not go on from the one before"
        if not proved or seal.number > proved.number:
            yield from _broken_rows(stream, seal, places(stream, seal))
        elif seal.number == proved.number and seal.hash != proved.hash:
            yield f"{name}: has another hash than when its rows were proved"
        previous, number = seal.hash, seal.number
    if proved and number < proved.number:
        yield f"seal {proved.number} of {stream.name}: is gone since it was proved"


def _told(stream: Stream, doing: Doing) -> Iterator[LedgerSeal]:
    """The seals, with a word on how far it is."""
    done, rows = 0, sealed(stream)
    for seal in seals_of(stream):
        doing(f"Hash chain of {stream.title}: {done:,} of {rows:,} rows")
        yield seal
        done += seal.row_count


def _broken_rows(stream: Stream, seal: LedgerSeal, found: list[Place]) -> Iterator[str]:
    previous = seal.previous
    for position, place in enumerate(found, start=1):
        if place.kept.position != position:
            yield (
                f"{_named(stream, place.kept.row_id)}: row {place.kept.position} of "
                f"seal {seal.number} comes as row {position}"
            )
        if place.row is None:
            yield _gone(stream, seal, place, found[: position - 1])
        elif link(previous, place.row) != place.kept.hash:
            yield f"{_named(stream, place.kept.row_id)} is not as it was sealed"
        previous = place.kept.hash
    if len(found) != seal.row_count or previous != seal.hash:
        yield f"seal {seal.number} of {stream.name}: its rows are not all there"


def _gone(stream: Stream, seal: LedgerSeal, place: Place, before: list[Place]) -> str:
    """A row that is gone, by the last row before it in its seal that is there."""
    words = f"{stream.noun} {place.kept.row_id} was sealed, but is gone"
    where = f"row {place.kept.position} of seal {seal.number}"
    there = [each.kept.row_id for each in before if each.row]
    after = f", after {_named(stream, there[-1])}" if there else ""
    return f"{words} ({where}{after})"


def _named(stream: Stream, row_id: UUID) -> str:
    """A row by what a person can look up."""
    row = stream.model._default_manager.filter(pk=row_id).first()
    return getattr(row, "named", f"{stream.noun} {row_id}")


def _head(stream: Stream) -> Head:
    number, rows, digest = 0, 0, stream.start
    seals = LedgerSeal.objects.filter(stream=stream.name)
    if latest := seals.order_by("-number").first():
        number, digest = latest.number, latest.hash
        rows = sealed(stream)
    rest = unsealed(stream).filter(pk__gte=floor(stream))
    waiting = rest.aggregate(rows=Count("pk"), since=Min("created_at"))
    since = waiting["since"] and waiting["since"].isoformat()
    return Head(stream.name, number, rows, digest, waiting["rows"], since)
