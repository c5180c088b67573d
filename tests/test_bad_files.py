"""Files to import that are no file of coins: one clear line, and nothing credited."""

import io
import tracemalloc
from itertools import chain

import pytest
from django.core.management import CommandError, call_command

from tests.corpus.files import FILES, HEADER, READ
from tests.everything import nothing_changes
from wallet import coin_file
from wallet.coin_file import InvalidFile
from wallet.models import TransactionType


@pytest.fixture
def load(db, tmp_path, capsys):
    """Import what is in a file, and return what the command says."""
    file = tmp_path / "coins.csv"

    def run(content: str | bytes) -> str:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("import_coins", str(file))
        return str(capsys.readouterr().out)

    return run


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_none_is_told_in_one_line(load, name):
    content, problem = FILES[name]
    with nothing_changes(), pytest.raises(CommandError) as error:
        load(content)
    first, second = str(error.value).splitlines()
    assert first == "Nothing was credited."
    assert second.startswith(problem)
    assert second.isprintable() and len(second) < 700


@pytest.mark.parametrize("name", READ)
def test_what_programs_write_is_read(load, name):
    assert load(READ[name]) == "3 rows credited.\n"


class Endless(io.RawIOBase):
    """A file that is made while it is read: `rows` rows, never all in memory."""

    def __init__(self, row: str, rows: int) -> None:
        made = (row.format(number) for number in range(rows))
        self.lines = chain([HEADER], made)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        line = next(self.lines, "")
        buffer[: len(line)] = line.encode()
        return len(line)


@pytest.mark.parametrize("row", ["user-{0},5,Quiz,q-{0}\n", "user-{0},x,Quiz,q-{0}\n"])
def test_memory_does_not_grow_with_the_rows(row):
    peaks = []
    for rows in (3000, 9000):
        file = io.BufferedReader(Endless(row, rows))
        tracemalloc.start()
        try:
            found = coin_file.read(file, TransactionType.EARNED)
            assert sum(map(len, found.chunks())) == rows
        except InvalidFile as error:
            assert len(error.problems) + error.more == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.3
