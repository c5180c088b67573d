"""Where events may be sent: to servers in the open internet, by https.

With settings.WEBHOOK_LOOPBACK, which only the demo and the tests have, also to this
machine, by http.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from withdrawals.notifications.exceptions import InvalidEndpoint

MOST = 500  # characters of an address
_PLAIN = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9._-]+")

# Global by the registries, yet they lead to some IPv4 address, or into the cloud.
_OTHERS = [
    ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2002::/16",  # 6to4
        "192.88.99.0/24",
        "192.0.0.0/24",
        "2001::/32",  # Teredo
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",
        "::/96",
        "100.64.0.0/10",  # carriers' NAT, and a cloud's metadata
        "168.63.129.16/32",  # a cloud's own services
        "fec0::/10",
    )
]


@dataclass(frozen=True)
class Target:
    """A webhook's address, in the parts that are needed to call it."""

    scheme: str
    host: str
    port: int
    path: str


def parse(url: str) -> Target:
    """Raises InvalidEndpoint for what is no address to send events to."""
    if len(url) > MOST or not _PLAIN.fullmatch(url):
        raise _wrong(f"must be at most {MOST} characters, without spaces")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _wrong("is not understood") from None
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or parts.fragment or "@" in parts.netloc:
        raise _wrong("must name a host, and no user, password or #fragment")
    default = {"https": 443, "http": 80}.get(parts.scheme)
    if default is None or (parts.scheme == "http" and not _is_this_machine(host)):
        raise _wrong("must begin with https://")
    query = f"?{parts.query}" if parts.query else ""
    port = default if port is None else port
    return Target(parts.scheme, host, port, (parts.path or "/") + query)


def may_be_called(address: str) -> bool:
    """Whether an IP address, as a resolver gave it, is one of the open internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if settings.WEBHOOK_LOOPBACK and ip.is_loopback:
        return True
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return not any(ip in network for network in _OTHERS)


def _is_this_machine(host: str) -> bool:
    return settings.WEBHOOK_LOOPBACK and host in {"127.0.0.1", "localhost"}


def _wrong(problem: str) -> InvalidEndpoint:
    return InvalidEndpoint("url", problem)
