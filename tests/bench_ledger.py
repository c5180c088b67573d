"""What verify_ledger costs on PostgreSQL, beside one aggregate over the movements: the
sum of each account, as PostgreSQL does it when it is asked for nothing else.

ACCOUNTS=1000000 ROUNDS=3 make bench-ledger
"""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import django
from django.core.management import call_command
from django.db import connection, transaction

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()

import wallet.one_pass
import withdrawals.one_pass
from tests.many_movements import fill
from wallet import verification
from wallet.models import DEBITS
from wallet.passes import WORK_MEM, that_find
from wallet.verification import literals

_SUM = f"""
    SELECT COUNT(total), SUM(number) FROM (
        SELECT user_coins_id, COUNT(*) AS number, SUM(CASE WHEN transaction_type
            IN ({literals(DEBITS)}) THEN -amount ELSE amount END) AS total
        FROM wallet_cointransaction GROUP BY user_coins_id
    ) moved
"""


@dataclass(frozen=True)
class Cost:
    """Seconds: until the answer came, and of all processors that worked for it."""

    wall: float
    processor: float


def one_aggregate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEM])
        cursor.execute(_SUM)


def wallet_pass() -> None:
    assert not that_find([wallet.one_pass.ONE_PASS])


def every_pass() -> None:
    passes = [wallet.one_pass.ONE_PASS, withdrawals.one_pass.ONE_PASS]
    assert not that_find(passes)


def whole_report() -> None:
    """All but the hash chain, of which this ledger has none."""
    assert not list(verification.differences())
    verification.figures()


ACTS = {
    "one aggregate": one_aggregate,
    "accounts and movements": wallet_pass,
    "and requests": every_pass,
    "and guards, sums, counts": whole_report,
}


def measure(rounds: int) -> dict[str, Cost]:
    """The medians of the rounds, in which one act follows the other."""
    took: dict[str, list[Cost]] = {name: [] for name in ACTS}
    for _ in range(rounds):
        for name, act in ACTS.items():
            took[name].append(_cost(act))
    return {
        name: Cost(median(it.wall for it in all_), median(it.processor for it in all_))
        for name, all_ in took.items()
    }


def _cost(act: Callable[[], None]) -> Cost:
    worked, start = _processor(), time.perf_counter()
    with transaction.atomic():
        act()
    wall = time.perf_counter() - start
    return Cost(wall, _processor() - worked)


def _processor() -> float:
    """Seconds of this connection's server process and of all workers that ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = _stat(cursor.fetchone()[0])
    time.sleep(0.1)  # until the last worker is counted
    parent = _stat(int(server[1]))
    return sum(map(int, server[11:13] + parent[13:15])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """What Linux tells of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def report(costs: dict[str, Cost]) -> str:
    """The figures in words, with their ratios to the aggregate."""
    base = costs["one aggregate"]
    return "Seconds, and those of all processors (times the aggregate):\n" + "".join(
        f"{name:24}{_beside(cost.wall, base.wall)}"
        f"{_beside(cost.processor, base.processor)}\n"
        for name, cost in costs.items()
    )


def _beside(seconds: float, base: float) -> str:
    return f"{seconds:10.2f} ({seconds / max(base, 0.01):.2f})"


def main() -> None:
    accounts = int(os.environ.get("ACCOUNTS", "1000000"))
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"Making {accounts:,} accounts, {accounts * 5:,} movements\n")
    sys.stdout.flush()
    fill(accounts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(report(measure(int(os.environ.get("ROUNDS", "3")))))


if __name__ == "__main__":
    main()
