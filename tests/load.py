"""A client of many connections in one thread: raw sockets, and nothing that it reads
but the status and the length, so that a server is what is measured.
"""

import re
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


class Load(NamedTuple):
    """What the requests of one run were answered, and how fast."""

    rate: float  # answers per second
    p50: float  # seconds
    statuses: Counter[int]
    own: float  # seconds of CPU for each request, of the client itself


class Connection:
    """One request at a time, on a connection that is made anew when it was closed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self.connect()
        self.answer, self.begun = b"", 0.0

    def connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def send(self, request: bytes) -> None:
        self.answer, self.begun = b"", time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> int:
        """Take what has come; the status once the answer is whole, else 0."""
        data = self.socket.recv(262_144)
        assert data, "the server hung up in an answer"
        self.answer += data
        head, _, body = self.answer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        assert length or not body, head
        if not length or len(body) < int(length[1]):
            return 0
        return int(head[9:12])

    def ready(self) -> bool:
        """Whether it is still the same connection after the answer."""
        if not _CLOSES.search(self.answer):
            return True
        self.socket.close()
        self.socket = self.connect()
        return False


def run(
    port: int, requests: Iterator[bytes], seconds: float, connections: int = 16
) -> Load:
    """Send the requests, each connection its next one as soon as it is answered."""
    took: list[float] = []
    statuses: Counter[int] = Counter()
    poll, lines = select.epoll(), {}
    start, own = time.perf_counter(), time.process_time()
    for _ in range(connections):
        line = Connection(port)
        lines[line.socket.fileno()] = line
        poll.register(line.socket, select.EPOLLIN)
        line.send(next(requests))
    while lines:
        for number, _ in poll.poll():
            line = lines[number]
            if not (status := line.read()):
                continue
            now = time.perf_counter()
            statuses[status] += 1
            took.append(now - line.begun)
            request = next(requests, None) if now - start < seconds else None
            if request is None:
                lines.pop(number).socket.close()
                continue
            if not line.ready():
                del lines[number]
                lines[line.socket.fileno()] = line
                poll.register(line.socket, select.EPOLLIN)
            line.send(request)
    passed, own = time.perf_counter() - start, time.process_time() - own
    poll.close()
    return Load(len(took) / passed, median(took), statuses, own / len(took))
