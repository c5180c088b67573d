"""A server that receives webhooks, and behaves as badly as it is told."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Line = socket.socket
SECONDS = 60  # that who is slow takes, at least


@dataclass
class Receiver:
    """What it was sent: the headers of each call, by lower-case names, and the body."""

    port: int
    behave: Callable[[Line], None]
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?of=shop"


def answers(status: int, body: bytes = b"", headers: str = "") -> Callable[..., None]:
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return lambda line: line.sendall(head.encode() + body)


def hangs(line: Line) -> None:
    time.sleep(SECONDS)


def drips(line: Line) -> None:
    """A byte at a time, each well within any timeout of its own."""
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(20 * SECONDS):
        line.sendall(b".")
        time.sleep(0.05)


def drips_its_head(line: Line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(20 * SECONDS):
        line.sendall(b".")
        time.sleep(0.05)


def floods(line: Line) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * 65536)


def talks_nonsense(line: Line) -> None:
    line.sendall(b"\x00\xffSSH-2.0 who is there?\r\n\r\n")


def hangs_up(line: Line) -> None:
    line.close()


@contextmanager
def receiving(
    behave: Callable[[Line], None] | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        behave = behave or answers(200, b"ok")
        receiver = Receiver(server.getsockname()[1], behave)
        door = threading.Thread(target=_serve, args=[server, receiver, tls])
        door.start()
        try:
            yield receiver
        finally:
            # Closed alone, it would go on waiting, and take another server's callers.
            server.shutdown(socket.SHUT_RDWR)
            door.join()


def _serve(
    server: socket.socket, receiver: Receiver, tls: ssl.SSLContext | None
) -> None:
    with suppress(OSError):
        while True:
            line, _ = server.accept()
            threading.Thread(
                target=_take, args=[line, receiver, tls], daemon=True
            ).start()


def _take(line: Line, receiver: Receiver, tls: ssl.SSLContext | None) -> None:
    with (
        suppress(OSError),
        tls.wrap_socket(line, server_side=True) if tls else line as line,
    ):
        head, body = b"", b""
        while b"\r\n\r\n" not in head:
            if not (part := line.recv(65536)):
                return  # it connected, in case, and had nothing to say
            head += part
        head, _, body = head.partition(b"\r\n\r\n")
        pairs = [each.split(": ", 1) for each in head.decode().split("\r\n")[1:]]
        headers = {name.lower(): value for name, value in pairs}
        while len(body) < int(headers["content-length"]):
            body += line.recv(65536)
        receiver.heads.append(headers)
        receiver.bodies.append(body.decode())
        receiver.behave(line)
