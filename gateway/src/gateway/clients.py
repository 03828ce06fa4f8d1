"""Where a client is: the address that rate limits count by, and what services are told of it.

`X-Forwarded-For` is believed only from proxies named as trusted, and only up to the first address
that is none of them; from anybody else it is dropped.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from gateway.asgi import Headers, Scope, header

Network = IPv4Network | IPv6Network


class Clients:
    """Tells the address of a client, behind trusted proxies or none."""

    def __init__(self, trusted_proxies: Iterable[str] = ()) -> None:
        self._trusted: tuple[Network, ...] = tuple(ip_network(one) for one in trusted_proxies)

    def address(self, scope: Scope) -> str:
        """The address nearest to the client that somebody we trust has seen."""
        client = scope.get("client")
        address: str = client[0] if client else "unknown"
        if not self._trusted or not self._is_trusted(address):
            return address
        named = header(scope["headers"], b"x-forwarded-for") or b""
        for hop in reversed(named.decode("latin-1").split(",")):
            if not _is_address(hop.strip()):
                break
            address = hop.strip()
            if not self._is_trusted(address):
                break
        return address

    def told(self, scope: Scope, address: str) -> Headers:
        """What a service is told about the client: for logs, never for decisions."""
        host = header(scope["headers"], b"host") or b""
        return [
            (b"x-forwarded-for", address.encode()),
            (b"x-forwarded-proto", scope["scheme"].encode()),
            (b"x-forwarded-host", host),
        ]

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in net for net in self._trusted)


def counted(address: str) -> str:
    """The name an address is counted by: of IPv6 the /64, all of which one client owns."""
    if ":" not in address or not _is_address(address):
        return address
    return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
