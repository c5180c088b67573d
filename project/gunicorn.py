"""How gunicorn serves: gunicorn -c project/gunicorn.py

PORT and WEB_CONCURRENCY come from the environment, -b names another address. With
WITH_WORKER=true a worker of the outbox runs as long as the server.
"""

import errno
import os
import socket
import subprocess
import sys
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

_beside: list["subprocess.Popen[bytes]"] = []

Address = tuple[str, int] | str | int  # TCP, a socket's path, an inherited socket

PORT = os.environ.get("PORT", "8000")
if not (PORT.isascii() and PORT.isdigit() and 0 < int(PORT) < 2**16):
    sys.exit(f"PORT is a number from 1 to 65535, not {PORT!r}.")

wsgi_app = "project.wsgi"
bind = f"127.0.0.1:{PORT}"
# Two writers at most wait for SQLite's one lock; the threads wait for slow clients.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 30
graceful_timeout = 10
# Wrong settings stop the start at once, instead of each worker again and again.
preload_app = True
control_socket_disable = True
# A proxy on this machine passes on whatever it was sent: nobody names our root.
forwarder_headers = ""
accesslog = None
# For whoever wants one: the path without its query, where searches stand.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
# Through Django's log, as everything else.
logconfig_dict = {
    "root": {"handlers": []},
    "loggers": {"gunicorn.error": {"handlers": [], "propagate": True}},
}


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """A log configured as above made gunicorn collect a line that nobody writes."""

    def access(self, *facts: Any) -> None:
        if self.cfg.accesslog:
            super().access(*facts)


logger_class = QuietLogger


def on_starting(server: Any) -> None:
    """Stop with one line when the address is taken, or open to others without keys."""
    for address in server.cfg.address:
        if not settings.API_REQUIRE_KEY and not _is_loopback(address):
            sys.exit(
                "API_REQUIRE_KEY=false lets everyone in: it may listen on 127.0.0.1 "
                f"only, not on {address!r}."
            )
        if isinstance(address, tuple) and _is_taken(address):
            sys.exit(f"Port {address[1]} is in use. Choose another: PORT=8001")


def when_ready(server: Any) -> None:
    """Start the worker; tell whoever tries the demo where to go."""
    if os.environ.get("WITH_WORKER") == "true":
        command = [sys.executable, "manage.py", "worker", "--with-parent"]
        _beside.append(subprocess.Popen(command, cwd=settings.BASE_DIR))  # noqa: S603
    if settings.API_REQUIRE_KEY:
        return
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    origin = f"http://{host}:{port}"
    sys.stdout.write(
        f"""
  Withdrawal form  {origin}/withdraw/  user123 or test_user
  Staff portal     {origin}/portal/    reviewer, payer, auditor or admin
  API docs         {origin}/api/docs

  Every password is "demo". Ctrl-C stops.

"""
    )
    sys.stdout.flush()


def on_exit(server: Any) -> None:
    """Let the worker finish what it has in hand."""
    for worker in _beside:
        worker.terminate()
        with suppress(subprocess.TimeoutExpired):
            worker.wait(graceful_timeout)


def _is_loopback(address: Address) -> bool:
    if not isinstance(address, tuple):
        return isinstance(address, str)
    try:
        return address[0] == "localhost" or ip_address(address[0]).is_loopback
    except ValueError:  # another host name, or none: every address
        return False


def _is_taken(address: tuple[str, int]) -> bool:
    """gunicorn itself would try for five seconds, with ten lines."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False
