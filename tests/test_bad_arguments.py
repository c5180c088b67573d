"""Commands that are called wrongly: one clear line, and nothing has changed."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import staff
from tests.everything import nothing_changes
from tests.test_run import ROOT

HALF = "0123456789abcdef" * 3
NOT_UTF8 = os.fsdecode(b"caf\xe9")  # as a terminal of another age sends it
NO_MINUTES = "is no number of minutes from 0.1 to 1440"
NOBODY = "00000000-0000-0000-0000-000000000007"

# fmt: off
TABLE = [
    (["import_coins"], "required: file"),
    (["import_coins", ""], "Is a directory"),
    (["import_coins", "/nowhere/coins.csv"], "No such file or directory"),
    (["import_coins", "/dev/null", "/dev/null"], "unrecognized arguments: /dev/null"),
    (["import_coins", "/dev/null", "--type", "refund"], "invalid choice: 'refund'"),
    (["import_coins", "/dev/null", "--type", ""], "invalid choice: ''"),
    (["import_coins", "/dev/null", "--dry-run=yes"], "ignored explicit argument"),
    (["import_coins", NOT_UTF8], "invalid text value"),
    (["import_coins", "a" * 300], "File name too long"),
    (["export_ledger"], "required: file"),
    (["export_ledger", ""], "exists"),
    (["export_ledger", "/dev/null"], "File exists"),
    (["export_ledger", "/nowhere/ledger"], "No such file or directory"),
    (["export_ledger", "a" * 300], "File name too long"),
    (["verify_ledger", "alice"], "unrecognized arguments: alice"),
    (["verify_ledger", "--head"], "expected one argument"),
    (["verify_ledger", "--head", HALF], "is no head: it has 64 digits, 0 to f"),
    (["verify_ledger", "--head", NOT_UTF8], "is no head"),
    (["verify_ledger", "--asked", "latest"], "invalid UUID value: 'latest'"),
    (["verify_ledger", "--asked", NOBODY], f"No such check is waiting: {NOBODY}"),
    (["seal_ledger", "movements"], "unrecognized arguments: movements"),
    *[(["seal_ledger", f"--every={each}"], NO_MINUTES)
      for each in ("", "soon", "0", "-1", "nan", "inf", "1e300", "1441")],
    (["sweep_idempotency_keys", "24"], "unrecognized arguments: 24"),
    *[(["sweep_idempotency_keys", f"--hours={each}"], "is no number of hours from")
      for each in ("", "0", "23", "-24", "24.5", "nan", "99999", "\u0968\u096a")],
    *[(["sweep_deliveries", f"--days={each}"], "is no number of days from 7 to 3660")
      for each in ("", "0", "6", "-7", "7.5", "nan", "3661", "\u0967\u0967")],
    *[(["worker", f"--threads={each}"], "is no number of threads from 1 to 64")
      for each in ("", "0", "65", "two")],
    *[(["worker", f"--lease={each}"], "is no number of seconds from 0.1 to 3600")
      for each in ("", "0", "nan", "inf", "-1", "3601")],
    (["demo", "please"], "unrecognized arguments: please"),
    (["demo", "--force=no"], "ignored explicit argument"),
    (["reset_second_factor"], "required: username"),
    (["reset_second_factor", ""], "Nobody is called ."),
    (["reset_second_factor", "nobody"], "Nobody is called nobody."),
    (["reset_second_factor", NOT_UTF8], "invalid text value"),
    (["reset_second_factor", "x" * 10_000], "Nobody is called xxx"),
    (["reset_second_factor", "clerk"], "clerk has no second factor."),
    (["reset_second_factor", "rita", "pavan"], "unrecognized arguments: pavan"),
]
# fmt: on


@pytest.mark.parametrize(("command", "words"), TABLE)
def test_wrong_argument_is_refused_in_one_line(db, command, words):
    staff("clerk")
    with nothing_changes(), pytest.raises(CommandError) as caught:
        call_command(*command)
    said = str(caught.value)
    assert words in said
    assert "\n" not in said
    assert caught.value.returncode == 1


def test_shell_gets_the_line_a_status_and_no_traceback():
    done = subprocess.run(
        [sys.executable, "manage.py", "seal_ledger", "--every=nan"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert NO_MINUTES in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
