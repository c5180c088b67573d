"""The sealed history as lines of JSON, to be proved without this database.

The first line names the format and what stands for the hash before the first row of
each stream. Then each sealed row with its hash, stream by stream in the order of the
chain (null for a row that is gone). The last line has the heads; a file without it is
not whole. tools/verify_export.py proves a file.
"""

import json
from collections.abc import Iterator
from typing import Any

from wallet import clock, seal_check
from wallet.chain import Stream, plain, streams

FORMAT = "ledger-export-1"


def lines() -> Iterator[str]:
    """The lines of the file, without their ends. Call it inside a snapshot."""
    starts = {stream.name: stream.start for stream in streams()}
    at = plain({"at": clock.now()})
    yield _line({"format": FORMAT, "starts": starts} | at)
    for stream in streams():
        yield from _rows(stream)
    heads = {
        head.stream: {"rows": head.rows, "hash": head.hash}
        for head in seal_check.heads()
    }
    yield _line({"heads": heads})


def _rows(stream: Stream) -> Iterator[str]:
    for seal in seal_check.seals_of(stream):
        for place in seal_check.places(stream, seal):
            row = place.row and plain(place.row)
            yield _line({"stream": stream.name, "row": row, "hash": place.kept.hash})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
