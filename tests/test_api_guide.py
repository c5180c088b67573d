"""docs/api.md: its examples run and answer as shown, its tables are complete."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from project.errors import CODES, INTERNAL
from tests.api import APP_KEY, let_in
from tests.conftest import give
from withdrawals.api.errors import REFUSALS
from withdrawals.api.fields import MUST_BE

GUIDE = (Path(__file__).parent.parent / "docs" / "api.md").read_text()
EXAMPLE = re.compile(r"```bash\n(.*?)```\n\n(\d+):\n\n```json\n(.*?)```", re.DOTALL)


def shape(body: str) -> Any:
    """The answer as text, without what differs from run to run."""
    body = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", body)
    body = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", body)
    body = re.sub(r'"next": ?"[\w-]+"', '"next": "CURSOR"', body)
    return json.dumps(json.loads(body))


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_examples_answer_as_shown(live_server):
    let_in()
    give("user123", 2000)
    assert follow(GUIDE, live_server.url, APP_KEY) == 12


def follow(guide: str, base: str, key: str) -> int:
    """Run its examples, each of which must answer as shown; how many there are."""
    named = {"PATH": os.environ["PATH"], "BASE": base, "KEY": key}
    for command, status, shown in EXAMPLE.findall(guide):
        quiet = command.replace("curl ", "curl -s -w '\\n%{http_code}' ")
        answer = subprocess.check_output(["bash", "-c", quiet], env=named, text=True)
        body, _, code = answer.rpartition("\n")
        assert (code, shape(body)) == (status, shape(shown))
        if made := re.search(r'"withdrawal_id":"(.*?)"', body):
            named["ID"] = made[1]
    return len(EXAMPLE.findall(guide))


def test_every_code_is_in_the_table():
    known = {refusal.code for refusal in REFUSALS.values()}
    known |= {code for code, _ in CODES.values()} | {INTERNAL[0]}
    assert set(re.findall(r"^\| \d+ \| `(\w+)` \|", GUIDE, re.MULTILINE)) == known


@pytest.mark.parametrize(
    "field",
    [
        "user_id",
        "withdrawal_id",
        "reason",
        "reference",
        "limit",
        "from",
        "url",
        "outcome",
    ],
)
def test_a_rule_is_told_as_the_error_tells_it(field):
    assert f"| `{field}` | {MUST_BE[field]} |" in GUIDE
