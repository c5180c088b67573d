"""The form of examples/react: built by npm, served by its proxy."""

import fcntl
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from coin_withdrawals import Client
from withdrawal_proxy import application

from tests.api import APP_KEY, let_in
from tests.patience import SLOW

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "react"
NPM = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def form_built() -> None:
    if shutil.which("npm") is None:
        pytest.skip("needs npm, which is not installed here")
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "react.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process of the tests at a time
        if _is_older(FOLDER / "node_modules" / ".package-lock.json"):
            _fetch()
        built = _npm("run", "build")
        assert built.returncode == 0, built.stderr


def _is_older(stamp: Path) -> bool:
    pins = (FOLDER / "package-lock.json").stat().st_mtime
    return not stamp.exists() or stamp.stat().st_mtime < pins


def _fetch() -> None:
    """A machine that reaches no packages is no fault of ours; another content is."""
    try:
        done = _npm("ci", *NPM)
    except subprocess.TimeoutExpired:
        pytest.skip("needs npm packages, which did not come within a minute")
    assert "EINTEGRITY" not in done.stderr, done.stderr
    if done.returncode:
        pytest.skip(f"needs npm packages, which do not come here: {done.stderr:.200}")


def _npm(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["npm", *command], cwd=FOLDER, capture_output=True, text=True, timeout=SLOW
    )


@pytest.fixture
def form(form_built, live_server) -> Iterator[str]:
    """The address at which alice has the form."""
    let_in()
    with (
        Client(live_server.url, APP_KEY, attempts=2) as coins,
        make_server(
            "127.0.0.1", 0, application(coins, lambda _: "alice"), _Server, _Quiet
        ) as server,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
