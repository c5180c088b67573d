"""From where a key may be used."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from withdrawals.integrations.exceptions import InvalidNetwork

MOST = 50


def clean_networks(texts: Iterable[str]) -> list[str]:
    """Addresses and networks in CIDR form, each once. Raises InvalidNetwork."""
    found = [_clean(text.strip()) for text in texts]
    if len(found) > MOST:
        raise InvalidNetwork(f"a key has at most {MOST} networks")
    return list(dict.fromkeys(found))


def holds(networks: Sequence[str], address: str) -> bool:
    """Whether a call from `address` may come; from anywhere if there are none."""
    if not networks:
        return True
    try:
        ip = _plain(ip_address(address))
    except ValueError:  # no address at all, as of a local socket
        return False
    return any(ip in ip_network(network) for network in networks)


def _clean(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise InvalidNetwork(
            f"{text[:50]!r} is no network such as 203.0.113.7, 203.0.113.0/24 or "
            "2001:db8::/32 (the bits behind the prefix are zero)"
        ) from error


def _plain(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address also where a server writes it as an IPv6 one."""
    return (isinstance(ip, IPv6Address) and ip.ipv4_mapped) or ip
