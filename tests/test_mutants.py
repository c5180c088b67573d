"""Every planted bug fits the code still; `make mutants` shows that it is seen."""

from pathlib import Path

import pytest

from tests.mutants.mutant import DoesNotApply, Hunk, all_mutants

ROOT = Path(__file__).parent.parent
TABLE = Path(__file__).parent / "mutants" / "README.md"
MUTANTS = all_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_bug_fits_and_its_tests_are_there(tmp_path, mutant):
    for path in {hunk.path for hunk in mutant.hunks}:
        copy = tmp_path / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((ROOT / path).read_text())
    before = mutant.apply(tmp_path)
    assert before and all(file.read_text() != text for file, text in before.items())
    assert all((ROOT / test).exists() for test in mutant.tests)


def test_there_are_more_than_forty_each_in_the_table_as_seen():
    assert len(MUTANTS) > 40
    rows = TABLE.read_text().splitlines()[7:]
    assert [row.split(" | ")[0] for row in rows] == [f"| {m.title}" for m in MUTANTS]
    assert not [row for row in rows if "`nobody`" in row]


@pytest.mark.parametrize("text", ["", "a\n", "one\ntwo\none\ntwo\n", "zone\ntwo\n"])
def test_a_bug_that_does_not_fit_once_is_refused(tmp_path, text):
    (tmp_path / "file.py").write_text(text)
    with pytest.raises(DoesNotApply):
        Hunk("file.py", "one\ntwo\n", "three\n").apply(tmp_path)
