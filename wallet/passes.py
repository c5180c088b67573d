"""Statements that show that checks would find nothing, at a fraction of their costs."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

WORK_MEM = "64MB"  # of the transaction: the checks that may follow need it, too
# Of the passes. Tables are read in the order of their indexes and merged: a hash of a
# million rows takes longer, and more memory. To compile the SQL takes longer, too.
# Workers take whole SELECTs: each worker with a part of one would merge all histories.
PLANNING = {
    "enable_hashjoin": "off",
    "enable_nestloop": "off",
    "jit": "off",
    "min_parallel_table_scan_size": "5TB",
    "min_parallel_index_scan_size": "5TB",
}
EXACT = 2**52  # whole numbers from 0 to below it are told apart


@dataclass(frozen=True, eq=False)
class OnePass:
    """SELECTs, in PostgreSQL's own SQL, of which one finds a row when any check of a
    module would.

    They share `parts`. Without a subquery about a single row, workers may run them.
    """

    name: str
    selects: tuple[str, ...]
    parts: Mapping[str, str] = field(default_factory=dict)

    def counting(self, number: int) -> Iterator[str]:
        """Each SELECT as the pass of this number and how many rows are found."""
        for select in self.selects:
            sql = select.format_map(self.parts)
            yield f"SELECT {number} AS pass, COUNT(*) AS rows FROM ({sql}) found"  # noqa: S608


def point(texts: Sequence[str], numbers: Sequence[str]) -> str:
    """The SQL of a number that stands for these values of a row, for `parts`.

    Two sides whose numbers add up to the same have the same rows, however often each:
    no group, no order and no join is needed. Other rows come to that sum by chance
    only, once in 2**63 times, and by no intent: nobody knows the seed, which each run
    draws anew. Numbers become floats, whose hash keeps all their digits; the half is
    there since that of zero is the seed itself. One bit is spared, so that the sum or
    the difference of two fits.
    """
    hashed = "%(seed)s"
    for number in numbers:
        hashed = f"hashfloat8extended({number} + CAST(0.5 AS float8), {hashed})"
    for text in texts:
        hashed = f"hashtextextended({text}, {hashed})"
    return f"({hashed} >> 1)"


def that_find(passes: Collection[OnePass]) -> list[OnePass]:
    """Those that find a row. Call it inside a transaction.

    All is one statement, so that PostgreSQL's workers can share the SELECTs out.
    """
    counts = [sql for n, each in enumerate(passes) for sql in each.counting(n)]
    if not counts:
        return []
    with connection.cursor() as cursor:
        for setting in {"work_mem": WORK_MEM, **PLANNING}.items():
            cursor.execute("SELECT set_config(%s, %s, true)", setting)
        union = " UNION ALL ".join(counts)
        sql = f"SELECT DISTINCT pass FROM ({union}) counted WHERE rows > 0"  # noqa: S608
        cursor.execute(sql, {"seed": 1 + secrets.randbits(62)})
        found = {number for (number,) in cursor.fetchall()}
        for name in PLANNING:  # back to what it was
            cursor.execute("SELECT set_config(%s, NULL, true)", [name])
    return [each for n, each in enumerate(passes) if n in found]
