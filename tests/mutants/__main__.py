"""Plant each bug in a copy of the product and tell which test sees it."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutant import DoesNotApply, Mutant, all_mutants
from tests.mutants.scratch import Broken, Scratch

AT_ONCE = 2
TABLE = Path(__file__).parent / "README.md"
_HEAD = """\
# Planted bugs

`make mutants` plants each of these bugs in a copy of the product, runs the tests, and
writes this table. A bug that no test sees fails the run.

| bug | where | seen by |
|---|---|---|
"""


def main(names: list[str]) -> int:
    known = all_mutants()
    mutants = [each for each in known if not names or each.name in names]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: SimpleQueue[Scratch] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(Scratch(Path(folder), number))
        if not names:
            _check_whole(copies, mutants)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            results = list(threads.map(lambda each: _judge(copies, each), mutants))
    rows = _rows() | dict(map(_row, mutants, results))
    TABLE.write_text(_HEAD + "".join(rows.get(m.title, "") for m in known))
    alive = results.count("")
    sys.stdout.write(f"{len(mutants)} planted, {alive} not seen\n")
    return 1 if alive else 0


def _check_whole(copies: SimpleQueue[Scratch], mutants: list[Mutant]) -> None:
    """Without a bug the tests pass; otherwise they would see every one."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    here = [copies.get() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        databases = ["sqlite", "postgresql"]
        run = threads.map(lambda c, d: c.first_failure(tests, d), here, databases)
        for database, test in zip(databases, run, strict=True):
            if test:
                sys.exit(f"{test} fails on {database} without any planted bug")
    for copy in here:
        copies.put(copy)


def _judge(copies: SimpleQueue[Scratch], mutant: Mutant) -> str:
    """Which test sees the bug; nothing when none does, or when it is no bug."""
    start, copy, seen = time.monotonic(), copies.get(), ""
    try:
        with copy.with_bug(mutant):
            seen = copy.caught_by(mutant) or ""
        said = seen or "NOT SEEN"
    except DoesNotApply as error:
        said = f"DOES NOT APPLY to {error}"
    except Broken as error:
        said = f"BROKEN {error}"
    finally:
        copies.put(copy)
    seconds = time.monotonic() - start
    sys.stdout.write(f"{mutant.name:32} {said:70} {seconds:5.1f} s\n")
    sys.stdout.flush()
    return seen


def _rows() -> dict[str, str]:
    """The table as it is, by title: what is not run now keeps its row."""
    lines = TABLE.read_text().splitlines(keepends=True) if TABLE.exists() else []
    return {line[2:].split(" | ")[0]: line for line in lines if line[:2] == "| "}


def _row(mutant: Mutant, seen: str) -> tuple[str, str]:
    where = ", ".join(dict.fromkeys(f"`{hunk.path}`" for hunk in mutant.hunks))
    return mutant.title, f"| {mutant.title} | {where} | `{seen or 'nobody'}` |\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
