"""Proof by the whole database, not by one request: what a check is, and how to run it.

settings.LEDGER_CHECKS names the modules that hold the checks; each has CHECKS, and some
have `figures` for the report. Modules with ONE_PASS, which several may share, run their
checks only if that finds something.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection

from wallet.passes import OnePass, that_find
from wallet.progress import Doing, unseen

_BEGIN = {
    # Not IMMEDIATE, as elsewhere: a reader makes no writer wait.
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


@dataclass(frozen=True)
class Check:
    """A rule, as the SELECT that finds the rows which break it.

    `says` puts a row into words by the columns of `sql`. `parts` are the SQL, made of
    the code's constants, that stands for the braces in `sql`.
    """

    name: str
    says: str
    sql: str
    parts: Mapping[str, str] = field(default_factory=dict)

    def differences(self) -> Iterator[str]:
        """One line for each row that breaks the rule, read as it is printed."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(self.sql.format_map(self.parts))
            columns: list[str] = []
            for row in cursor:
                columns = columns or [column[0] for column in cursor.description]
                words = map(_word, row)
                yield self.says.format_map(dict(zip(columns, words, strict=True)))


def literals(values: Iterable[str]) -> str:
    """Constants of the code as an SQL list, for a check's `parts`."""
    return ", ".join(f"'{value}'" for value in sorted(values))


def dashed(column: str) -> str:
    """The SQL of a UUID as references carry it; SQLite keeps it without dashes."""
    if connection.vendor == "postgresql":
        return f"CAST({column} AS text)"
    starts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({column}, {at}, {n})" for at, n in starts)


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all that is read inside come from one moment of the database."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def differences(doing: Doing = unseen) -> Iterator[str]:
    """Every difference that the project's checks find, in words."""
    passes = _passes()
    if passes:
        doing("; ".join(one_pass.name for one_pass in passes))
    found = that_find(passes)
    for module in _modules():
        one_pass = getattr(module, "ONE_PASS", None)
        if one_pass in found or one_pass not in passes:
            for check in module.CHECKS:
                doing(check.name)
                yield from check.differences()


def _passes() -> list[OnePass]:
    """Each once, where there are any: they may spare their modules' checks."""
    if connection.vendor != "postgresql":
        return []
    found = [getattr(module, "ONE_PASS", None) for module in _modules()]
    return [*dict.fromkeys(each for each in found if each)]


@dataclass(frozen=True)
class Figures:
    """Rows that the checks looked at, and coins, each by what it is called."""

    counts: dict[str, int]
    coins: dict[str, int]


def figures() -> Figures:
    """What the report tells; each table is read once."""
    all_figures = Figures({}, {})
    for module in _modules():
        if own := getattr(module, "figures", None):
            found = own()
            all_figures.counts.update(found.counts)
            all_figures.coins.update(found.coins)
    return all_figures


def _modules() -> list[Any]:
    return [import_module(name) for name in settings.LEDGER_CHECKS]


def _word(value: object) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) else str(value) or "nothing"
