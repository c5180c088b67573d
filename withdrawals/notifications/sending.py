"""One call of a webhook: no redirect, no proxy, no more time or bytes than allowed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore

from withdrawals.notifications import addresses
from withdrawals.notifications.exceptions import InvalidEndpoint, Unreachable
from withdrawals.notifications.network import Deadline, GuardedBackend, too_late

SECONDS = 15.0
MOST = 64 * 1024  # bytes of an answer that are read
KEPT = 1024  # of those, in the log
AGENT = "coin-withdrawals-webhooks/1"

_SSL = httpcore.default_ssl_context()  # reads the certificates once


@dataclass(frozen=True)
class Answer:
    """What came of a call. Without a status none came, and `error` says why."""

    milliseconds: int
    status: int | None = None
    text: str = ""
    error: str = ""

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == 410

    @property
    def problem(self) -> str:
        return self.error or f"It answered {self.status}."


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send it, and tell what was answered; raises nothing for what goes wrong there."""
    start = time.monotonic()
    try:
        status, content = _post(url, headers, body)
    except (Unreachable, InvalidEndpoint) as error:
        return Answer(_since(start), error=str(error))
    except (httpcore.TimeoutException, TimeoutError):
        return Answer(_since(start), error=too_late(SECONDS))
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        return Answer(_since(start), error=f"{type(error).__name__}: {error}"[:200])
    text = content[:KEPT].decode(errors="replace").replace("\0", "�")
    return Answer(_since(start), status, text)


def _post(url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
    target = addresses.parse(url)
    backend = GuardedBackend(Deadline(SECONDS))
    address = httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )
    sent = {"User-Agent": AGENT, "Content-Type": "application/json", **headers}
    with (
        httpcore.ConnectionPool(ssl_context=_SSL, network_backend=backend) as pool,
        pool.stream("POST", address, headers=list(sent.items()), content=body) as got,
    ):
        return got.status, _read(got)


def _read(response: httpcore.Response) -> bytes:
    """The beginning of the answer; the rest is not waited for."""
    content = b""
    for part in response.iter_stream():
        content += part
        if len(content) >= MOST:
            break
    return content[:MOST]


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)
