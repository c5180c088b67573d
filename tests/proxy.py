"""A wire to PostgreSQL that can break at the worst moment: in a COMMIT.

A request that is asked for in one statement is committed by that statement.
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self

# The simple protocol's messages, as psycopg's.
COMMITS = re.compile(rb"Q\x00\x00\x00\x0bCOMMIT\x00|FROM withdrawals_submit_")


class Proxy:
    """Passes all on between its port on loopback and a socket's path.

    `fate` is asked at each COMMIT: "" lets it pass, "before" breaks the connection
    instead of passing it on, "after" passes it on and swallows the answer.
    """

    def __init__(self, path: str, fate: Callable[[], str]) -> None:
        self.path, self.fate = path, fate
        self.cuts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near: socket.socket) -> None:
        with near, socket.socket(socket.AF_UNIX) as far, suppress(OSError):
            far.connect(self.path)
            answers = threading.Thread(target=pump, args=(far, near), daemon=True)
            answers.start()
            while data := near.recv(65536):
                fate = self.fate() if COMMITS.search(data) else ""
                if fate == "before":
                    break
                if fate == "after":
                    swallow(near, far, data)
                    break
                far.sendall(data)
            self.cuts += bool(fate) if data else 0
            for end in (near, far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            answers.join()


def swallow(near: socket.socket, far: socket.socket, data: bytes) -> None:
    """Close the near end, then let the server do what it was told to the end."""
    near.shutdown(socket.SHUT_RDWR)
    far.sendall(data)
    far.shutdown(socket.SHUT_WR)  # PostgreSQL answers, and ends


def pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            with suppress(OSError):
                target.sendall(data)
