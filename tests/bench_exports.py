"""What a CSV of the queue costs on PostgreSQL, beside its own COPY of the same columns.

ROWS=1000000 ROUNDS=3 make bench-export
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from statistics import median

import django
from django.core.management import call_command
from django.db import connection

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()

from tests.many_movements import REQUESTS, fill
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.exports import columns, csv_file, texts, xlsx_file
from withdrawals.portal.exports.source import Source
from withdrawals.portal.tables import WithdrawalTable

Act = Callable[[list[columns.Column]], int]
VIEW = columns.of_view(
    name for name, each in WithdrawalTable.base_columns.items() if not each.optional
)
ALL = list(columns.COLUMNS.values())


def source(of: list[columns.Column], *, masked: bool = False) -> Source:
    """All requests, as the tab All sorts them."""
    rows = CoinWithdrawal.objects.order_by("-created_at", "-id")
    return Source(rows, of, "IST", masked)


def copy_alone(of: list[columns.Column]) -> int:
    """The bytes of PostgreSQL's COPY of the plain columns, read and thrown away."""
    rows = texts.joined(source(of).rows).values_list(*(each.field for each in of))
    with connection.cursor() as cursor:
        select = cursor.mogrify(*rows.query.sql_with_params())
        with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as copy:
            return sum(map(len, copy))


def export(of: list[columns.Column]) -> int:
    return sum(map(len, csv_file.blocks(source(of), [])))


def masked(of: list[columns.Column]) -> int:
    return sum(map(len, csv_file.blocks(source(of, masked=True), [])))


def sheet(of: list[columns.Column]) -> int:
    return sum(map(len, xlsx_file.blocks(source(of), [])))


def measure(of: list[columns.Column], rounds: int, *acts: Act) -> dict[str, float]:
    """Seconds, the median of the rounds, in which one follows the other."""
    took: dict[str, list[float]] = {act.__name__: [] for act in acts}
    for _ in range(rounds):
        for act in acts:
            start = time.perf_counter()
            assert act(of)
            took[act.__name__].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in took.items()}


def report(title: str, seconds: dict[str, float]) -> str:
    """The figures in words, with their ratios to COPY alone."""
    base = seconds["copy_alone"]
    return f"{title}\n" + "".join(
        f"  {name.replace('_', ' '):12}{each:8.2f} s  {each / base:6.2f} times COPY\n"
        for name, each in seconds.items()
    )


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    rows = int(os.environ.get("ROWS", "1000000"))
    rounds = int(os.environ.get("ROUNDS", "3"))
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"Making {rows:,} requests\n")
    sys.stdout.flush()
    fill(rows, REQUESTS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    before = memory()
    for title, of in (("Columns of the view", VIEW), ("All columns", ALL)):
        sys.stdout.write(report(title, measure(of, rounds, copy_alone, export, masked)))
        sys.stdout.flush()
    more = measure(VIEW, 1, copy_alone, sheet)
    sys.stdout.write(report("Columns of the view, once", more))
    sys.stdout.write(f"Memory: {before:.0f} MB before, {memory():.0f} MB at most\n")


if __name__ == "__main__":
    main()
