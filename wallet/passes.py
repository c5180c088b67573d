"""Statements that show that checks would find nothing, at a fraction of their costs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

# Of one transaction. So much memory holds a million accounts. Workers take whole
# SELECTs: a hash that they share makes the planner split single ones instead.
PLANNING = {"work_mem": "64MB", "enable_parallel_hash": "off"}


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


def that_find(passes: Collection[OnePass]) -> list[OnePass]:
    """Those that find a row. Call it inside a transaction.

    All is one statement, so that PostgreSQL's workers can share the SELECTs out.
    """
    counts = [sql for n, each in enumerate(passes) for sql in each.counting(n)]
    if not counts:
        return []
    with connection.cursor() as cursor:
        for setting in PLANNING.items():
            cursor.execute("SELECT set_config(%s, %s, true)", setting)
        union = " UNION ALL ".join(counts)
        cursor.execute(f"SELECT DISTINCT pass FROM ({union}) counted WHERE rows > 0")  # noqa: S608
        found = {number for (number,) in cursor.fetchall()}
    return [each for n, each in enumerate(passes) if n in found]
