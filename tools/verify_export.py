#!/usr/bin/env python3
"""Prove a file of export_ledger, without the database and with Python alone.

python3 verify_export.py FILE [HASH ...]

Each row must have the hash that follows from its content and the row before it, and the
last line must name the heads. A HASH is one that you kept: it must be in the chain. The
exit status is 0 when all is right, 1 when something is not, and the first bad line is
named.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

FORMAT = "ledger-export-1"
MAX_LINE = 1_000_000  # bytes; the longest honest ones have some thousand
_TEXT = ("utf-8", "surrogatepass")  # half a pair is a wrong hash, not a crash


class Bad(Exception):
    """What is wrong, and on which line."""


class Chain:
    """A stream as far as it was read."""

    def __init__(self, name: str) -> None:
        self.hash = hashlib.sha256(name.encode(*_TEXT)).hexdigest()
        self.rows = 0

    def add(self, row: dict[str, Any]) -> str:
        """Follow the chain by one row and return its hash."""
        text = json.dumps(
            row, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        data = bytes.fromhex(self.hash) + text.encode(*_TEXT)
        self.hash = hashlib.sha256(data).hexdigest()
        self.rows += 1
        return self.hash

    def head(self) -> dict[str, Any]:
        return {"rows": self.rows, "hash": self.hash}


def verify(lines: Iterable[bytes], kept: Iterable[str] = ()) -> dict[str, Chain]:
    """Return the chains of the file; raise Bad."""
    missing = set(kept)
    chains: dict[str, Chain] = {}
    heads: Any = None
    for number, value in _values(lines):
        if heads is not None:
            raise Bad(f"Line {number}: comes after the heads.")
        if number == 1:
            chains = _begin(value)
        elif "heads" in value:
            heads = value["heads"]
            _compare(number, chains, heads)
        else:
            missing.discard(_follow(number, chains, value))
    if heads is None:
        raise Bad("The end is missing: the last line does not name the heads.")
    missing -= {chain.hash for chain in chains.values()}
    if missing:
        raise Bad(f"Not in the chain: {', '.join(sorted(missing))}.")
    return chains


def _values(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line.decode(), object_pairs_hook=_unique)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise Bad(f"Line {number}: is not a JSON object, or has a name twice.")
        yield number, value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that comes twice, another reader could take the other value."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def _begin(value: dict[str, Any]) -> dict[str, Chain]:
    starts = value.get("starts")
    if value.get("format") != FORMAT or not isinstance(starts, dict):
        raise Bad(f"Line 1: this is no {FORMAT} file.")
    chains = {name: Chain(name) for name in starts}
    if starts != {name: chain.hash for name, chain in chains.items()}:
        raise Bad("Line 1: a chain does not start with the hash of its name.")
    return chains


def _follow(number: int, chains: dict[str, Chain], value: dict[str, Any]) -> str:
    """Check one row and return its hash."""
    name, row = value.get("stream"), value.get("row")
    if not isinstance(name, str) or name not in chains:
        raise Bad(f"Line {number}: {name!r} is no stream of this file.")
    if not isinstance(row, dict):
        raise Bad(f"Line {number}: the row is gone.")
    if chains[name].add(row) != value.get("hash"):
        raise Bad(
            f"Line {number}: {name} row {chains[name].rows}, id {row.get('id')!r}, "
            "does not have its hash: it was changed, or a row before it is not there."
        )
    return chains[name].hash


def _compare(number: int, chains: dict[str, Chain], heads: Any) -> None:
    if heads != {name: chain.head() for name, chain in chains.items()}:
        raise Bad(f"Line {number}: the heads are not those of the rows.")


def _lines(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while line := file.readline(MAX_LINE):
            yield line


def main(arguments: list[str]) -> int:
    if not arguments or not all(re.fullmatch("[0-9a-f]{64}", h) for h in arguments[1:]):
        sys.stderr.write("verify_export.py FILE [HASH ...]\n")
        return 2
    try:
        chains = verify(_lines(arguments[0]), arguments[1:])
    except (Bad, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, chain in chains.items():
        sys.stdout.write(f"{name}: {chain.rows:,} rows, head {chain.hash}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
