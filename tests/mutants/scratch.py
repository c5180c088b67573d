"""A copy of the product where a mutant lives as long as the tests run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
LIMIT = 1800  # seconds for one run of tests
# It looks whether the patches fit the tree, which now has one of them.
_NOT_HERE = "--ignore=tests/test_mutants.py"
_PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "logs", "__pycache__", ".*_cache", "node_modules"
)
_SEEN = re.compile(r"^(?:FAILED|ERROR) (\S+?::\w+)", re.M)


class Broken(Exception):
    """The tests could not run at all: the mutant is no program."""


class Scratch:
    """The `number`th copy, with a database of its own."""

    def __init__(self, folder: Path, number: int) -> None:
        self.tree = folder / str(number)
        self.number = number
        shutil.copytree(ROOT, self.tree, ignore=_LEFT_OUT)

    @contextmanager
    def with_bug(self, mutant: Mutant) -> Iterator[None]:
        before = mutant.apply(self.tree)
        try:
            yield
        finally:
            for file, text in before.items():
                file.write_text(text)

    def caught_by(self, mutant: Mutant) -> str | None:
        """The first test that sees the bug: of the likely ones, then of all."""
        for tests in (mutant.tests, ()):
            for database in mutant.databases:
                if test := self.first_failure(tests, database):
                    return test
        return None

    def first_failure(self, tests: Sequence[str], database: str) -> str | None:
        """The first of `tests` (all when there are none) that fails; raise Broken."""
        command = [*_PYTEST, "-m", "not browser", _NOT_HERE, *tests]
        try:
            done = subprocess.run(
                command,
                cwd=self.tree,
                env=self._environment(database),
                capture_output=True,
                text=True,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired as error:
            raise Broken("the tests do not end") from error
        if done.returncode == 0:
            return None
        seen = _SEEN.search(done.stdout)
        if done.returncode != 1 or not seen:
            raise Broken(done.stdout[-2000:] + done.stderr[-2000:])
        return seen[1].removeprefix("tests/")

    def _environment(self, database: str) -> dict[str, str]:
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        url = urlsplit(environment.pop("DATABASE_URL"))
        if database == "postgresql":
            own = url._replace(path=f"/mutants{self.number}")
            environment["DATABASE_URL"] = own.geturl()
        return environment
