"""A road to a server that a test can close: how a broker looks that restarts or hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Passes bytes between a loopback port of its own and a server."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._travellers: set[asyncio.StreamWriter] = set()
        self._empty = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self._port = 0

    @classmethod
    @asynccontextmanager
    async def before(cls, url: str, *, default_port: int) -> AsyncIterator["tuple[Self, str]"]:
        """A proxy before the server of `url`, and the URL that leads through it."""
        parts = urlsplit(url)
        proxy = cls(parts.hostname or "127.0.0.1", parts.port or default_port)
        await proxy.let_through()
        user = parts.netloc.rpartition("@")[0]
        netloc = f"{user}@127.0.0.1:{proxy._port}" if user else f"127.0.0.1:{proxy._port}"
        try:
            yield proxy, urlunsplit(parts._replace(netloc=netloc))
        finally:
            await proxy.cut()

    async def let_through(self) -> None:
        """Take connections; what was frozen moves again."""
        self._open.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self._open.set()
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._travellers):
            writer.transport.abort()
        if self._travellers:
            self._empty.clear()
            await self._empty.wait()

    def freeze(self) -> None:
        """Keep every connection and pass nothing on, as a network does that lost a machine."""
        self._open.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            return
        self._travellers |= {writer, back}
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, back))
                both.create_task(self._pass(there, writer))
        finally:
            for end in (writer, back):
                end.transport.abort()
                self._travellers.discard(end)
            if not self._travellers:
                self._empty.set()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self._open.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        sink.transport.abort()
