"""What verify_ledger costs on PostgreSQL, beside one plain sum over the movements.

ACCOUNTS=1000000 ROUNDS=3 make bench-ledger
"""

import os
import sys
import time
from collections.abc import Callable
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
from wallet.models import DEBITS
from wallet.passes import PLANNING, that_find
from wallet.verification import literals

_SUM = f"""
    SELECT COUNT(total), SUM(number) FROM (
        SELECT user_coins_id, COUNT(*) AS number, SUM(CASE WHEN transaction_type
            IN ({literals(DEBITS)}) THEN -amount ELSE amount END) AS total
        FROM wallet_cointransaction GROUP BY user_coins_id
    ) moved
"""


def plain_sum() -> None:
    with connection.cursor() as cursor:
        work_mem = PLANNING["work_mem"]
        cursor.execute("SELECT set_config('work_mem', %s, true)", [work_mem])
        cursor.execute(_SUM)


def wallet_pass() -> None:
    assert not that_find([wallet.one_pass.ONE_PASS])


def every_pass() -> None:
    passes = [wallet.one_pass.ONE_PASS, withdrawals.one_pass.ONE_PASS]
    assert not that_find(passes)


def measure(rounds: int) -> dict[str, float]:
    """Seconds, the median of the rounds, in which one follows the other."""
    acts: list[Callable[[], None]] = [plain_sum, wallet_pass, every_pass]
    took: dict[str, list[float]] = {act.__name__: [] for act in acts}
    for _ in range(rounds):
        for act in acts:
            start = time.perf_counter()
            with transaction.atomic():
                act()
            took[act.__name__].append(time.perf_counter() - start)
    return {name: median(seconds) for name, seconds in took.items()}


def report(seconds: dict[str, float]) -> str:
    """The figures in words, with their ratios to the plain sum."""
    base = seconds["plain_sum"]
    of_wallet = seconds["wallet_pass"]
    whole = seconds["every_pass"]
    return (
        f"one sum over the movements {base:8.2f} s\n"
        f"the wallet's checks        {of_wallet:8.2f} s, "
        f"{of_wallet / base:.2f} times as long\n"
        f"and those of the requests  {whole:8.2f} s, {whole / base:.2f} times as long\n"
    )


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
