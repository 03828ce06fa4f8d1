"""What the gateway's tests stand on: real servers on loopback, scripted ones, and raw clients."""

import asyncio
import hashlib
import json
import re
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
import uvicorn

from chassis.errors import Unauthenticated
from chassis.identity.principal import Principal
from gateway.app import Gateway
from gateway.asgi import ASGIApp, Message, Receive, Scope, Send
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
        self.asked += 1
        if token not in {"mira", "rosa"}:
            raise Unauthenticated("the token's signature does not hold")
        return MIRA if token == "mira" else ROSA


@asynccontextmanager
async def served(app: Any, *, port: int = 0) -> AsyncIterator[int]:
    """The app on a real uvicorn on loopback; gives the port."""
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", port)) as bound:
        await server.startup(sockets=[bound])
        try:
            yield bound.getsockname()[1]
        finally:
            await _stopped(server)


async def _stopped(server: uvicorn.Server) -> None:
    """As `shutdown` does it, but without its pauses, which 200 tests would add up to a minute."""
    for listening in server.servers:
        listening.close()
    for connection in list(server.server_state.connections):
        connection.transport.abort()  # type: ignore[union-attr]
    tasks = list(server.server_state.tasks)
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=1)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def until(said: Callable[[], bool], *, within: float = 10.0) -> None:
    """Return as soon as it is so; fail when it does not come to be."""
    async with asyncio.timeout(within):
        while not said():  # noqa: ASYNC110 - what is waited for knows nothing of events
            await asyncio.sleep(0.005)


@dataclass
class Seen:
    """What the service of the suite has noticed."""

    left: list[str] = field(default_factory=list)
    """Paths whose client left before the answer was whole."""
    sent: int = 0
    """Bytes of an endless answer that were taken from it."""
    received: int = 0
    """Bytes of a request body that came."""
    calls: int = 0


class EchoService:
    """A service with one path for each thing that can happen to a message."""

    ENDLESS = 256 * 1024 * 1024

    def __init__(self) -> None:
        self.seen = Seen()
        self.go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.calls += 1
        name = scope["path"].removeprefix("/v1/claims/").split("/")[0].replace("-", "_")
        await getattr(self, f"on_{name}")(scope, receive, send)

    async def on_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Says what it saw of the request."""
        digest, size = hashlib.sha256(), 0
        async for piece in body_of(receive):
            digest.update(piece)
            size += len(piece)
        said = {
            "method": scope["method"],
            "path": scope["raw_path"].decode(),
            "query": scope["query_string"].decode(),
            "headers": [[n.decode(), v.decode("latin-1")] for n, v in scope["headers"]],
            "size": size,
            "digest": digest.hexdigest(),
        }
        await answer(send, 200, json.dumps(said).encode(), kind=b"application/json")

    async def on_echo(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gives each piece of the request back as it comes."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        async for piece in body_of(receive):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def on_status(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = int(scope["path"].rsplit("/", 1)[1])
        body = b"" if status in {204, 304} else b"hello"
        await answer(send, status, b"" if scope["method"] == "HEAD" else body, length=len(body))

    async def on_headers(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (b"content-length", b"2"),
            (b"set-cookie", b"a=1"),
            (b"set-cookie", b"b=2"),
            (b"connection", b"keep-alive, x-private"),
            (b"x-private", b"between us"),
            (b"keep-alive", b"timeout=5"),
            (b"server", b"secret/1.0"),
            (b"etag", b'"7"'),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    async def on_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        """10 MB, in pieces, without saying how much it will be."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(160):
            piece = bytes([number]) * 65_536
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def on_endless(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Far more than all buffers on the way can hold, at the speed it is taken."""
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while self.seen.sent < self.ENDLESS:
            await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
            self.seen.sent += 65_536
        await send({"type": "http.response.body", "body": b""})

    async def on_swallow(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Takes the body a piece at a time, after `go`."""
        await self.go.wait()
        async for piece in body_of(receive):
            self.seen.received += len(piece)
        await answer(send, 200, str(self.seen.received).encode())

    async def on_early(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers without waiting for the body."""
        await answer(send, 409, b"no need to go on")

    async def on_events(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A stream of events that ends when the client leaves."""
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"data: first\n\n", "more_body": True})
        await self.go.wait()
        await send({"type": "http.response.body", "body": b"data: second\n\n", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        self.seen.left.append(scope["path"])

    async def on_silence(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Never answers; notices when the client leaves."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.seen.left.append(scope["path"])

    async def on_stall(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begins an answer and never ends it."""
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"only this", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    async def on_fail(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a service with a fault")

    async def on_break(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Breaks off in the middle of its answer."""
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"half of ", "more_body": True})
        raise RuntimeError("a service with a fault")


async def body_of(receive: Receive) -> AsyncIterator[bytes]:
    """The pieces of a request body."""
    more = True
    while more:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def answer(
    send: Send, status: int, body: bytes, *, kind: bytes = b"text/plain", length: int | None = None
) -> None:
    """A whole answer."""
    size = len(body) if length is None else length
    headers = [(b"content-type", kind), (b"content-length", b"%d" % size)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def nginx_configuration(folder: Path, listen: int, to: int) -> str:
    temps = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
    worker_processes 1; daemon off; master_process off; pid {folder}/pid; error_log stderr crit;
    events {{ worker_connections 256; }}
    http {{ {temps} access_log off; client_max_body_size 0;
      upstream service {{ server 127.0.0.1:{to}; keepalive 8; }}
      server {{ listen 127.0.0.1:{listen};
        location / {{ proxy_pass http://service; proxy_http_version 1.1;
          proxy_set_header Connection ""; proxy_set_header Host $http_host;
          proxy_buffering off; proxy_request_buffering off; }} }} }}
    """


@asynccontextmanager
async def nginx_before(port: int, folder: Path) -> AsyncIterator[int]:
    """A real nginx on loopback in front of a port; gives its own."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = free.getsockname()[1]
    configuration = folder / "nginx.conf"
    configuration.write_text(nginx_configuration(folder, listen, port))
    process = await asyncio.create_subprocess_exec(
        program, "-e", "stderr", "-p", str(folder), "-c", str(configuration)
    )
    try:
        async with asyncio.timeout(10):
            while not await _accepts(listen):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        yield listen
    finally:
        process.terminate()
        await process.wait()


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


@dataclass
class Reply:
    """An HTTP answer as bytes on a socket."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RawClient:
    """A client that sends exactly the bytes it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self) -> tuple[int, dict[str, str]]:
        async with asyncio.timeout(10):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return int(first.split()[1]), headers

    async def reply(self) -> Reply:
        """A whole answer with a Content-Length."""
        status, headers = await self.head()
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return Reply(status, headers, body)

    async def rest(self) -> bytes:
        """Everything until the other side closes."""
        async with asyncio.timeout(10):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""

    def leave(self) -> None:
        self.writer.transport.abort()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[RawClient]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield RawClient(reader, writer)
    finally:
        writer.transport.abort()


Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


class ScriptedServer:
    """A service that answers each request with the next script, byte by byte as written."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.connections = 0
        self.scripts: list[Script] = []
        self.port = 0

    def says(self, *answers: bytes, close: bool = False) -> None:
        """One script per answer: read a request head, send these bytes."""

        def script_of(data: bytes) -> Script:
            async def script(
                reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes
            ) -> None:
                writer.write(data)
                await writer.drain()
                if close:
                    writer.close()

            return script

        self.scripts += [script_of(data) for data in answers]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head)
                if length:
                    await reader.readexactly(int(length[1]))
                self.heads.append(head)
                await self.scripts.pop(0)(reader, writer, head)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def scripted() -> AsyncIterator[ScriptedServer]:
    script = ScriptedServer()
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()


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
        return await self._stack.enter_async_context(scripted())

    async def upstream(self, kind: str, app: ASGIApp) -> Upstream:
        """The way to the app: `in process`, over `uvicorn`, or over `nginx` and uvicorn."""
        if kind == "in process":
            return ASGIUpstream(app)
        port = await self.serves(app)
        if kind == "nginx":
            port = await self._stack.enter_async_context(nginx_before(port, self._folder))
        return self.over_http(port)

    def over_http(self, port: int, **given: Any) -> HTTPUpstream:
        return HTTPUpstream(f"http://127.0.0.1:{port}", **given)

    def gateway(self, upstreams: Mapping[str, Upstream], **given: Any) -> Gateway:
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


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        yield House(stack, tmp_path)


@pytest.fixture
def service() -> EchoService:
    return EchoService()
