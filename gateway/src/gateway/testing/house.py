"""The house of a test: gateways and what stands behind them, closed at its end."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from chassis.errors import Unauthenticated
from chassis.identity.principal import Principal
from gateway.app import Gateway
from gateway.asgi import ASGIApp
from gateway.testing.raw import ScriptedServer, connected, scripted
from gateway.testing.servers import nginx_before, nginx_program, served, until
from gateway.upstreams import Upstream
from gateway.upstreams.http import HTTPUpstream
from gateway.upstreams.inprocess import ASGIUpstream

MIRA = Principal(subject="mira", roles=frozenset({"adjuster"}))
ROSA = Principal(
    subject="rosa",
    roles=frozenset({"customer"}),
    customer_id=UUID("01890000-0000-7000-8000-000000000001"),
)
TOKEN = {"Authorization": "Bearer mira"}


class KnownTokens:
    """Verifies the tokens `mira` and `rosa`, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def verify(self, token: str) -> Principal:
        """Whose token it is."""
        self.asked += 1
        for principal in (MIRA, ROSA):
            if token == principal.subject:
                return principal
        raise Unauthenticated("the token's signature does not hold")


class House:
    """Builds gateways and what stands behind them; everything is closed at the end of the test."""

    connected = staticmethod(connected)
    until = staticmethod(until)

    def __init__(self, stack: AsyncExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self.tokens = KnownTokens()

    async def serves(self, app: ASGIApp, *, port: int = 0) -> int:
        """The app on a uvicorn; gives the port."""
        return await self._stack.enter_async_context(served(app, port=port))

    async def scripts(self) -> ScriptedServer:
        """A server that says what it is told to."""
        return await self._stack.enter_async_context(scripted())

    async def upstream(self, kind: str, app: ASGIApp) -> Upstream:
        """The way to the app: `in process`, over `uvicorn`, or over `nginx` and uvicorn."""
        if kind == "in process":
            return ASGIUpstream(app)
        port = await self.serves(app)
        if kind == "nginx":
            program = nginx_program()
            if program is None:
                pytest.skip("nginx is not installed: apt-get install nginx")
            nginx = nginx_before(program, port, self._folder)
            port = await self._stack.enter_async_context(nginx)
        return self.over_http(port)

    def over_http(self, port: int, **given: Any) -> HTTPUpstream:
        """The way to a port of this machine."""
        return HTTPUpstream(f"http://127.0.0.1:{port}", **given)

    def gateway(self, upstreams: Mapping[str, Upstream], **given: Any) -> Gateway:
        """A gateway in front of these."""
        gateway = Gateway(upstreams, self.tokens, **given)
        self._stack.push_async_callback(gateway.close)
        return gateway

    async def front(self, claims: Upstream, **given: Any) -> int:
        """A gateway on a real server with `claims` behind it; gives the port."""
        return await self.serves(self.gateway({"claims": claims}, **given))

    async def client(self, port: int) -> httpx2.AsyncClient:
        """A client of that port, with a good token."""
        return await self._stack.enter_async_context(
            httpx2.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", headers=TOKEN, timeout=20, trust_env=False
            )
        )
