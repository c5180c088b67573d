"""A file of export_ledger proves itself by Python alone, and tampering by its line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import give
from tests.guards import triggers_off
from wallet.models import CoinTransaction, LedgerSeal
from withdrawals.states import Status

SCRIPT = Path(__file__).parent.parent / "tools" / "verify_export.py"


def prove(file, *heads):
    """What the script says, run far from the product: its status and its words."""
    command = [sys.executable, "-I", str(SCRIPT), str(file), *heads]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, env={})
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def export(tmp_path, request_in):
    """Seal and export 4 movements and 5 status changes: lines 2 to 5, 6 to 10."""
    request_in(Status.COMPLETED), request_in(Status.FAILED)
    call_command("seal_ledger")
    file = tmp_path / "ledger.jsonl"
    call_command("export_ledger", file)
    return file


def rewrite(file, change):
    """Let `change` have the lines."""
    lines = file.read_text().splitlines()
    change(lines)
    file.write_text("".join(f"{line}\n" for line in lines))


def test_a_file_is_proved_with_its_heads(export):
    status, words = prove(export)
    heads = LedgerSeal.objects.values_list("hash", flat=True)
    assert status == 0
    assert words.startswith("movements: 4 rows, head ")
    assert all(head in words for head in heads)


def test_a_head_that_was_kept_is_in_a_later_file(export, tmp_path):
    kept = LedgerSeal.objects.values_list("hash", flat=True)
    give("alice", 10)
    call_command("seal_ledger")
    later = tmp_path / "later.jsonl"
    call_command("export_ledger", later)
    assert prove(later, *kept)[0] == 0
    assert prove(later, "0" * 64) == (1, f"Not in the chain: {'0' * 64}.\n")


def _edit(lines, number, **fields):
    value = json.loads(lines[number - 1])
    value["row"] |= fields
    lines[number - 1] = json.dumps(value)


def _swap(lines, one, other):
    lines[one - 1], lines[other - 1] = lines[other - 1], lines[one - 1]


def _say_first(lines, number, name, value):
    lines[number - 1] = lines[number - 1].replace(
        f'"{name}":', f'"{name}": {value}, "{name}":'
    )


TAMPERINGS = {
    "another amount first": (
        lambda lines: _say_first(lines, 3, "amount", 1),
        "Line 3: is not a JSON object, or has a name twice",
    ),
    "amount": (lambda lines: _edit(lines, 3, amount=1), "Line 3: movements row 2"),
    "reason": (lambda lines: _edit(lines, 2, reason=""), "Line 2: movements row 1"),
    "note": (lambda lines: _edit(lines, 8, note="x"), "Line 8: status_changes row 3"),
    "half a pair": (lambda lines: _edit(lines, 2, reason="\ud800"), "Line 2: mov"),
    "column added": (lambda lines: _edit(lines, 3, more=1), "Line 3: "),
    "row gone": (lambda lines: lines.pop(2), "Line 3: movements row 2"),
    "row twice": (lambda lines: lines.insert(2, lines[1]), "Line 3: movements row 2"),
    "rows swapped": (lambda lines: _swap(lines, 3, 4), "Line 3: movements row 2"),
    "last row gone": (lambda lines: lines.pop(-2), "Line 10: the heads are not those"),
    "no end": (lambda lines: lines.pop(), "The end is missing"),
    "half of it": (lambda lines: lines.__delitem__(slice(5, None)), "The end is"),
    "nothing": (lambda lines: lines.clear(), "The end is missing"),
    "no beginning": (lambda lines: lines.pop(0), "Line 1: this is no ledger-export-1"),
    "more behind the end": (lambda lines: lines.append("{}"), "Line 12: comes after"),
    "no JSON": (lambda lines: lines.insert(4, "{"), "Line 5: is not a JSON object"),
    "a list": (lambda lines: lines.insert(4, "[]"), "Line 5: is not a JSON object"),
    "deep": (lambda lines: lines.insert(4, "[" * 9000), "Line 5: is not a JSON"),
    "other stream": (
        lambda lines: lines.insert(4, '{"stream":"x"}'),
        "Line 5: 'x' is no stream",
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampered_file_is_refused_by_its_line(export, name):
    tamper, line = TAMPERINGS[name]
    rewrite(export, tamper)
    status, words = prove(export)
    assert status == 1
    assert words.startswith(line)


def test_a_cut_line_is_refused(export):
    export.write_bytes(export.read_bytes()[:-5])
    assert prove(export) == (1, "Line 11: is not a JSON object, or has a name twice.\n")


def test_rows_that_were_changed_in_the_database_are_named(export, tmp_path):
    rows = CoinTransaction.objects.order_by("pk")
    with triggers_off():
        rows.filter(pk=rows[1].pk).update(reason="Other")
        gone = rows.filter(pk=rows[3].pk)
        gone._raw_delete(gone.db)
    file = tmp_path / "later.jsonl"
    call_command("export_ledger", file)
    assert prove(file)[1].startswith("Line 3: movements row 2, id ")
    rewrite(file, lambda lines: lines.__setitem__(2, export.read_text().split("\n")[2]))
    assert prove(file) == (1, "Line 5: the row is gone.\n")


def test_an_empty_ledger_has_a_file_too(db, tmp_path):
    call_command("export_ledger", tmp_path / "new")
    assert prove(tmp_path / "new")[0] == 0


def test_a_file_is_for_its_owner_and_replaces_none(export, capsys):
    assert export.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="File exists"):
        call_command("export_ledger", export)


def test_rows_that_are_not_sealed_are_told(export, tmp_path, capsys):
    give("alice", 10)
    call_command("export_ledger", tmp_path / "new")
    assert "1 are not sealed yet and not in the file" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["nowhere.jsonl", "head"]])
def test_script_says_how_it_is_used(words):
    command = [sys.executable, "-I", str(SCRIPT), *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "verify_export.py FILE [HASH ...]\n")


def test_file_that_is_not_there_is_told(tmp_path):
    status, words = prove(tmp_path / "nowhere")
    assert status == 1 and "No such file" in words
