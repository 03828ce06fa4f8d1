"""The upstream port: where a request goes on to.

`HTTPUpstream` speaks HTTP/1.1 to a service elsewhere, `ASGIUpstream` calls one in this process;
both pass `gateway/tests/conformance`.
"""

from typing import Protocol

from gateway.asgi import Scope
from gateway.exchange import Exchange


class Upstream(Protocol):
    """Somewhere a service answers."""

    async def answer(self, scope: Scope, exchange: Exchange) -> None:
        """Take the request of `exchange` there, and bring the answer back through it.

        `scope` is what the service shall see. Raises Away when it cannot be reached, Failed when it
        breaks off or talks nonsense, and whatever `exchange` itself raises.
        """
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...
