"""docs/integration.md: its code runs as it stands, with a test key."""

import json
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import coin_withdrawals
import pytest
import webhooks
from coin_withdrawals import Client
from django.utils import timezone

from outbox.models import Job
from tests.api import MAKER, NOBODY, key_of
from tests.engines import Node
from tests.test_api_guide import follow
from wallet import ledger
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.integrations.models import App
from withdrawals.notifications import endpoints, signing
from withdrawals.notifications.models import Message

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "integration.md").read_text()
SECRET = signing.new_secret()
BODY = json.dumps({"type": "webhook.test", "data": {"id": "t1", "sequence": 1}})

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def key(live_server, monkeypatch) -> str:
    key = key_of(is_test=True)
    App.objects.update(return_urls=["https://shop.example/coins"])
    monkeypatch.setenv("BASE", live_server.url)
    monkeypatch.setenv("KEY", key)
    return key


@pytest.fixture
def tester(live_server, key) -> None:
    """The user of the examples, as the first of them makes it."""
    with Client(live_server.url, key) as coins:
        coins.credit("tester", 2000, "Welcome", "welcome-tester", "earned")


def signed() -> dict[str, str]:
    return signing.headers("evt_1", timezone.now(), BODY, [SECRET])


def missed() -> Message:
    """An event that was given up."""
    app, event = App.objects.get(), "withdrawal.failed"
    hook = endpoints.create(
        app, "https://shop.example/hooks", [event], is_test=True, actor=MAKER
    ).endpoint
    of = {"subject": NOBODY, "sequence": 1, "payload": BODY, "state": "failed"}
    return Message.objects.create(endpoint=hook, event_id="evt_9", event=event, **of)


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_first_calls_answer_as_shown(live_server, key):
    assert follow(GUIDE, live_server.url, key) == 2
    assert ledger.balance("tester") == 1500


def test_the_python_runs(tester, monkeypatch):
    shown: list[Any] = []
    names: dict[str, Any] = {
        "show": lambda *words: shown.append(words),
        "SECRET": SECRET,
        "request": SimpleNamespace(headers=signed(), body=BODY.encode()),
        "HOOK": str(missed().endpoint_id),
        "database": sqlite3.connect(":memory:"),
    }
    names["database"].executescript(webhooks.TABLES)

    def cancel(_: float) -> None:
        id_ = names["made"]["withdrawal_id"]
        transitions.cancel(id_, actor=Actor.user("tester"))

    monkeypatch.setattr(coin_withdrawals, "time", SimpleNamespace(sleep=cancel))
    for block in blocks("python"):
        exec(block, names)  # noqa: S102
    names["coins"].__exit__()
    names["database"].close()
    assert [status for status, _ in shown] == ["pending", "cancelled"]
    assert names["status"] == 200
    assert "/hosted/?link=" in names["link"]["url"]
    assert Job.objects.filter(target=names["HOOK"]).count() == 1


def test_the_javascript_runs(tester, node: Node, tmp_path):
    shutil.copytree(ROOT / "examples" / "javascript", tmp_path, dirs_exist_ok=True)
    request = json.dumps({"headers": signed(), "body": BODY})
    (tmp_path / "guide.js").write_text(
        f"const SECRET = '{SECRET}', request = {request}, show = console.log;\n"
        + "".join(blocks("javascript"))
        + "show(status);"
    )
    printed = subprocess.check_output([node.path, tmp_path / "guide.js"], text=True)
    assert printed.splitlines() == [
        "amount Insufficient coin balance: 2000 available, 5000 asked.",
        "200",
    ]


def test_the_rules_shown_are_those_of_the_form():
    rules = (ROOT / "examples" / "react" / "rules.js").read_text()
    assert [block in rules for block in blocks("js")] == [True]
