"""The upstream elsewhere: HTTP/1.1 over connections that are kept alive."""

import asyncio
from collections import deque
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from gateway.asgi import BODY, DISCONNECT, START, Scope, header
from gateway.exchange import ClientGone, Exchange
from gateway.refusals import Away, Failed, TooSlow, retry_after
from gateway.upstreams.connection import Connection
from gateway.upstreams.framing import framed, request_head

IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
KEPT: Final = 64
KEPT_SECONDS: Final = 30.0  # shorter than services keep theirs (75 s), so that we close first


class HTTPUpstream:
    """A service at `http://host:port`."""

    def __init__(
        self, url: str, *, connect: float = 2.0, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        where = urlsplit(url)
        if where.scheme != "http" or not where.hostname or where.path.strip("/") or where.query:
            raise ValueError(f"an upstream is an address like http://policy:8000, not {url!r}")
        self._host: Final = where.hostname
        self._port: Final = where.port or 80
        self._authority: Final = where.netloc.rpartition("@")[2].encode()
        self._connect: Final = connect
        self._kept_seconds: Final = kept_seconds
        self._idle: deque[Connection] = deque()

    async def answer(self, scope: Scope, exchange: Exchange) -> None:
        """Take the request there, and bring the answer back."""
        exchange.listens = True
        body, more = b"", False
        if not exchange.whole:
            body, more = await _piece(exchange)
        chunked = header(scope["headers"], b"content-length") is None and (more or body != b"")
        data = request_head(scope, self._authority, chunked=chunked)
        data += framed(body, last=not more) if chunked else body
        head_only = scope["method"] == "HEAD"
        connection = await self._take()
        try:
            reused = connection.idle_since > 0
            connection.begin(data, head_only=head_only)
            if more:
                await _rest_and_relay(connection, exchange, chunked=chunked)
                return
            try:
                await connection.head()
            except Failed:
                # It closed just as we sent: of a kept connection that is to be expected.
                if not reused or connection.heard or scope["method"] not in IDEMPOTENT:
                    raise
                connection = await self._connected()
                connection.begin(data, head_only=head_only)
                await connection.head()
            await _relay(connection, exchange)
        finally:
            self._give_back(connection)

    async def close(self) -> None:
        """Cut every kept connection."""
        while self._idle:
            self._idle.pop().close()

    async def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()  # the one used last: the others may grow old and go
            if not connection.closed:
                return connection
        return await self._connected()

    async def _connected(self) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._connect):
                _, connection = await loop.create_connection(Connection, self._host, self._port)
        except TimeoutError:
            raise TooSlow("it did not accept the connection in time") from None
        except OSError:
            raise Away("nothing answers at its address", headers=[retry_after(1)]) from None
        return connection

    def _give_back(self, connection: Connection) -> None:
        if not connection.reusable or len(self._idle) >= KEPT:
            connection.close()
            return
        connection.idle_since = now = monotonic()
        self._idle.append(connection)
        while self._idle[0].idle_since < now - self._kept_seconds:
            self._idle.popleft().close()


async def _piece(exchange: Exchange) -> tuple[bytes, bool]:
    message = await exchange.receive()
    if message["type"] == DISCONNECT:
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


async def _relay(connection: Connection, exchange: Exchange) -> None:
    await exchange.send({"type": START, "status": connection.status, "headers": connection.headers})
    more = True
    while more:
        data = await connection.body()
        more = not connection.complete
        await exchange.send({"type": BODY, "body": data, "more_body": more})


async def _rest_and_relay(connection: Connection, exchange: Exchange, *, chunked: bool) -> None:
    sending = asyncio.create_task(_send_rest(connection, exchange, chunked=chunked))
    try:
        await connection.head()
        await _relay(connection, exchange)
    finally:
        if not sending.done():  # it answered before it had heard all; the rest has no use
            sending.cancel()
            connection.close()
        await asyncio.gather(sending, return_exceptions=True)


async def _send_rest(connection: Connection, exchange: Exchange, *, chunked: bool) -> None:
    try:
        more = True
        while more and not connection.closed:
            await connection.drain()
            body, more = await _piece(exchange)
            connection.write(framed(body, last=not more) if chunked else body)
    except Exception as error:  # noqa: BLE001 - whatever stops the request stops its answer
        connection.fail(error)
