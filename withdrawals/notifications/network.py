"""Connections that lead where they may, and end when they must.

The address is judged when it is connected to, not before: a name that leads elsewhere a
moment later leads nowhere.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore

from withdrawals.notifications.addresses import may_be_called
from withdrawals.notifications.exceptions import Unreachable

# A resolver knows no timeout, so somebody else waits for it.
_resolvers = ThreadPoolExecutor(8, "resolver")


class Deadline:
    """A moment by which all is over, however slowly bytes drip in."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises Unreachable when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable(too_late(self.seconds))
        return left


def too_late(seconds: float) -> str:
    return f"No whole answer within {seconds:g} seconds."


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the very address that it has judged."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        error: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, self._deadline.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
            else:
                return _BoundedStream(stream, self._deadline)
        raise error or Unreachable("The host has no address.")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = _resolvers.submit(resolve, host, port).result(self._deadline.left())
        except TimeoutError as error:
            raise Unreachable("The host's name took too long to look up.") from error
        except (OSError, UnicodeError) as error:
            raise Unreachable("The host's name leads nowhere.") from error
        if not all(may_be_called(address) for address in found):
            raise Unreachable("The host leads into a private network.")
        return found


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, each once, the preferred one first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class _BoundedStream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline of all."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return _BoundedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
