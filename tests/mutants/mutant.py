"""A planted bug: a patch file with a title and the tests most likely to see it.

The first line is the title. `Tests:` names the tests that run first; `Database:
postgresql` says that SQLite cannot have this bug. Then the change as a unified diff,
whose line numbers do not count: the lines themselves must be in the file, once.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

FOLDER = Path(__file__).parent / "patches"


class DoesNotApply(Exception):
    """The lines that the patch changes are not in the file, or not only once."""


@dataclass(frozen=True)
class Hunk:
    path: str
    old: str
    new: str

    def apply(self, tree: Path) -> None:
        """Change the file; raise DoesNotApply."""
        file = tree / self.path
        text = file.read_text() if file.exists() else ""
        places = [
            each.start() for each in re.finditer(f"(?m)^{re.escape(self.old)}", text)
        ]
        if len(places) != 1:
            raise DoesNotApply(self.path)
        [start] = places
        file.write_text(text[:start] + self.new + text[start + len(self.old) :])


@dataclass(frozen=True)
class Mutant:
    name: str
    title: str
    tests: tuple[str, ...]
    databases: tuple[str, ...]
    hunks: tuple[Hunk, ...]

    @classmethod
    def read(cls, file: Path) -> Self:
        head, _, diff = file.read_text().partition("\n--- ")
        title, *lines = head.splitlines()
        facts = dict(line.split(": ", 1) for line in lines if line)
        return cls(
            name=file.stem,
            title=title,
            tests=tuple(facts["Tests"].split()),
            databases=tuple(facts.get("Database", "sqlite postgresql").split()),
            hunks=tuple(_hunks(f"--- {diff}")),
        )

    def apply(self, tree: Path) -> dict[Path, str]:
        """Plant the bug and return the files as they were; raise DoesNotApply."""
        files = {tree / hunk.path for hunk in self.hunks}
        before = {file: file.read_text() for file in files if file.exists()}
        for hunk in self.hunks:
            hunk.apply(tree)
        return before


def all_mutants() -> list[Mutant]:
    return [Mutant.read(file) for file in sorted(FOLDER.glob("*.patch"))]


def _hunks(diff: str) -> list[Hunk]:
    hunks = []
    for part in re.split(r"^--- a/", diff, flags=re.M)[1:]:
        path, *bodies = re.split(r"^@@.*\n", part, flags=re.M)
        for body in bodies:
            lines = body.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            hunks.append(Hunk(path.split("\n")[0], old, new))
    return hunks
