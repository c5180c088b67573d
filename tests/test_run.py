"""How the product starts, serves and refuses to start, as gunicorn runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from tests.patience import SLOW, wait_until

# What starts here has a SQLite of its own, whatever the tests run on.
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="run on SQLite")

ROOT = Path(__file__).parent.parent
DEMO = {
    "SECRET_KEY": "only-for-this-test",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "HTTPS": "false",
    "DEBUG": "false",
    "API_REQUIRE_KEY": "false",
}


@pytest.fixture
def demo(tmp_path: Path) -> dict[str, str]:
    """The environment of `make run`, with places and a port of its own."""
    places = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "LOG_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path),
        "PORT": str(free_port()),
    }
    inherited = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error"}
    return inherited | DEMO | places


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def gunicorn(*options: str) -> list[str]:
    return [sys.executable, "-m", "gunicorn", "-c", "project/gunicorn.py", *options]


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The server's process, and what it printed when it was ready."""
    with subprocess.Popen(
        gunicorn(), cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        printed = ""
        while "Ctrl-C" not in printed and (line := process.stdout.readline()):
            printed += line
        try:
            yield process, printed
        finally:
            process.terminate()


def refusal(env: dict[str, str], *options: str) -> str:
    """What a start that must not succeed says."""
    result = subprocess.run(
        gunicorn(*options),
        cwd=ROOT,
        env=env,
        text=True,
        capture_output=True,
        timeout=SLOW,
    )
    assert result.returncode != 0
    return result.stderr


def get(env: dict[str, str], path: str) -> tuple[int, str]:
    """The status and the Cache-Control of a page."""
    url = f"http://127.0.0.1:{env['PORT']}{path}"
    with urllib.request.urlopen(url, timeout=SLOW) as response:  # noqa: S310
        return response.status, response.headers.get("Cache-Control", "")


def collect_static(env: dict[str, str]) -> dict[str, str]:
    """The hashed names of our own static files."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
    packages = [f"-i{name}" for name in ("admin", "ninja", "django_*")]
    subprocess.run([*command, *packages], cwd=ROOT, env=env, check=True)
    manifest = Path(env["STATIC_ROOT"]) / "staticfiles.json"
    paths: dict[str, str] = json.loads(manifest.read_text())["paths"]
    return paths


def ask_badly(env: dict[str, str], upi_id: str) -> None:
    """Requests whose first line tells a UPI ID: two of HTTP, one of nothing."""
    with closing(HTTPConnection("127.0.0.1", int(env["PORT"]))) as server:
        for path in (f"/portal/?upi_id={upi_id}", f"/nowhere/?upi_id={upi_id}"):
            server.request("GET", path)
            server.getresponse().read()
    with socket.create_connection(("127.0.0.1", int(env["PORT"]))) as line:
        line.sendall(f"GET /?upi_id={upi_id} NONSENSE\r\n\r\n".encode())
        line.recv(1000)


def elsewhere(env: dict[str, str]) -> int:
    """The status for a client that says where the product is, as a proxy may."""
    with closing(HTTPConnection("127.0.0.1", int(env["PORT"]))) as server:
        server.request("GET", "/api/healthz", headers={"SCRIPT_NAME": "/api"})
        return server.getresponse().status


def test_server_says_where_it_is_answers_and_stops(demo):
    hashed = collect_static(demo)["app.css"]
    with serving(demo) as (process, printed):
        origin = f"http://127.0.0.1:{demo['PORT']}"
        for path in ("/withdraw/", "/portal/", "/api/docs"):
            assert origin + path in printed
        assert get(demo, "/healthz")[0] == 200
        status, cached = get(demo, f"/static/{hashed}")
        assert status == 200
        assert "immutable" in cached
        assert elsewhere(demo) == 404
        ask_badly(demo, "zoe.secret@ybl")
        process.send_signal(signal.SIGINT)
        assert process.wait(SLOW) == 0
    log = (Path(demo["LOG_DIR"]) / "django.log").read_text()
    assert "gunicorn" in log
    assert "zo***@ybl" in log and "zoe.secret" not in log


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_its_worker_ends_with_the_server(demo, end):
    """However that ends. It holds the server's output open as long as it lives."""
    log = Path(demo["LOG_DIR"]) / "django.log"
    with serving(demo | {"WITH_WORKER": "true"}) as (process, _):
        wait_until(lambda: "The worker begins" in log.read_text())
        process.send_signal(end)
        process.communicate(timeout=SLOW)
    assert "The worker ends" in log.read_text()


def test_database_of_a_fresh_clone_gets_its_folder(demo, tmp_path):
    place = {"DATABASE_URL": f"sqlite:///{tmp_path}/a/fresh/var/db.sqlite3"}
    command = [sys.executable, "manage.py", "showmigrations", "wallet"]
    said = subprocess.check_output(command, cwd=ROOT, env=demo | place, text=True)
    assert "[ ] 0001_initial" in said


EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("address", [EVERYWHERE, "[::]", "192.0.2.1", "example.com"])
def test_open_api_listens_on_loopback_only(demo, address):
    said = refusal(demo, "-b", f"{address}:{demo['PORT']}")
    assert said.startswith("API_REQUIRE_KEY=false")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set."),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is not set."),
        ("ALLOWED_HOSTS", "example.com", "API_REQUIRE_KEY=false is only for"),
        ("PORT", "0", "PORT is a number from 1 to 65535, not '0'."),
        ("PORT", "65536", "PORT is a number from 1 to 65535"),
        ("PORT", "eight", "PORT is a number from 1 to 65535"),
        ("PORT", "٨٠٠٠", "PORT is a number from 1 to 65535"),
    ],
)
def test_wrong_setting_stops_the_start_with_one_line(demo, name, value, says):
    said = refusal(demo | {name: value})
    assert said.startswith(says)
    assert said.count("\n") == 1


def test_port_in_use_is_one_line(demo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(demo["PORT"])))
        taken.listen()
        said = refusal(demo)
    assert said == f"Port {demo['PORT']} is in use. Choose another: PORT=8001\n"
