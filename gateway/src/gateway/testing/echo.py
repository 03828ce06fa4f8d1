"""A service with one path for each thing that can happen to a message."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from gateway.asgi import Message, Receive, Scope, Send


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
        """Whatever is not named below is `on_request`."""
        self.seen.calls += 1
        name = scope["path"].removeprefix("/v1/claims/").split("/")[0]
        await getattr(self, f"on_{name}", self.on_request)(scope, receive, send)

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
        """Answers with the status its path ends with."""
        status = int(scope["path"].rsplit("/", 1)[1])
        body = b"" if status in {204, 304} else b"hello"
        await answer(send, status, b"" if scope["method"] == "HEAD" else body, length=len(body))

    async def on_headers(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with headers of every kind."""
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
        """Fails before it answers."""
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
