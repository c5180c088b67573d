"""test_withdrawal_api.sh tells a working server from one that is not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api import APP_KEY, let_in
from tests.conftest import give
from wallet import ledger

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not shutil.which("curl"), reason="needs curl"),
]
SCRIPT = Path(__file__).parent.parent / "test_withdrawal_api.sh"


def run(url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", SCRIPT, url],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_holds_again_and_again(live_server, settings):
    settings.API_REQUIRE_KEY = False
    give("test_user", 2000)
    for _ in range(2):
        result = run(live_server.url)
        assert result.returncode == 0, result.stdout
        assert result.stdout.endswith("10 ok, 0 failed\n")
        assert ledger.balance("test_user") == 2000


def test_all_holds_with_a_key(live_server):
    let_in()
    give("test_user", 2000)
    result = run(live_server.url, API_KEY=APP_KEY)
    assert result.returncode == 0, result.stdout
    assert APP_KEY not in result.stdout + result.stderr


def test_without_the_key_all_fails(live_server):
    result = run(live_server.url)
    assert (result.returncode, result.stdout.count("FAILED")) == (1, 10)


def test_without_coins_what_needs_them_fails(live_server, settings):
    settings.API_REQUIRE_KEY = False
    result = run(live_server.url)
    assert result.returncode == 1
    assert result.stdout.endswith("5 ok, 5 failed\n")


def test_without_a_server_all_fails():
    result = run("http://127.0.0.1:9")
    assert (result.returncode, result.stdout.count("FAILED")) == (1, 10)
