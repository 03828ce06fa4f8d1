"""One HTTP/1.1 connection to a service: one exchange at a time, and strict about where it ends.

Parsing is llhttp's, by `httptools`. Our part is what llhttp cannot know (that the answer to a HEAD
has no body, where an answer without a length ends) and what it tolerates (anything after the end).
A connection about which there is the slightest doubt is closed, not used again.
"""

import asyncio
from typing import Final, cast

import httptools

from gateway.asgi import Headers
from gateway.refusals import Failed

LARGEST_HEAD: Final = 64 * 1024
MOST_INTERIM: Final = 16
HIGH_WATER: Final = 256 * 1024
BODILESS: Final = frozenset({204, 304})


class Connection(asyncio.Protocol):
    """A connection, and the answer that is arriving on it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None
        self._reading_paused = False
        self.closed = False
        self.idle_since = 0.0
        self._reset(head_only=False)
        self.complete = True

    def _reset(self, *, head_only: bool) -> None:
        self._head_only = head_only
        self._in_head = True
        self._head_size = 0
        self._interim = 0
        self._length: bytes | None = None
        self._chunked = False
        self._until_close = False
        self._keep = True
        self._arriving: Headers = []
        self._arriving_size = 0
        self._chunks: list[bytes] = []
        self._buffered = 0
        self._error: Exception | None = None
        self.status = 0
        self.headers: Headers = []
        self.heard = False
        self.complete = False

    # -- what an upstream does with it

    def begin(self, data: bytes, *, head_only: bool) -> None:
        """Send the first bytes of a request; `head_only` when its answer has no body (HEAD)."""
        self._reset(head_only=head_only)
        self.write(data)

    def write(self, data: bytes) -> None:
        """Send more of the request."""
        if not self.closed and data:
            cast("asyncio.Transport", self._transport).write(data)

    async def drain(self) -> None:
        """Return when the service has room for more of the request."""
        if self._writable is not None and not self.closed:
            await self._writable

    async def head(self) -> None:
        """Return when `status` and `headers` are here."""
        while not self.status:
            await self._more()

    async def body(self) -> bytes:
        """The next piece of the body; empty only at its end (`complete`)."""
        while not self._chunks:
            if self.complete:
                return b""
            await self._more()
        data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        self._chunks.clear()
        self._buffered = 0
        if self._reading_paused:
            self._reading_paused = False
            if not self.closed:
                cast("asyncio.Transport", self._transport).resume_reading()
        return data

    @property
    def reusable(self) -> bool:
        """Whether another request may be sent on it."""
        return self.complete and self._keep and not self.closed

    def fail(self, error: Exception) -> None:
        """Whoever waits for the answer gets this error instead, and the connection is over."""
        if self._error is None and not self.complete:
            self._error = error
        self.close()
        self._wake()

    def close(self) -> None:
        """Cut it, now: nothing that is still under way matters to anybody."""
        if not self.closed:
            self.closed = True
            cast("asyncio.Transport", self._transport).abort()

    async def _more(self) -> None:
        if self._error is not None:
            raise self._error
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
        if self._error is not None and not self._chunks:
            raise self._error

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # -- what the transport says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is there."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Bytes of an answer; or nobody asked, and then we trust it no more."""
        if self.complete:
            self._keep = False
            self.close()
            return
        self.heard = True
        if self._in_head:
            self._head_size += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._keep = False
            if not self.complete:
                cause = error.__context__ if isinstance(error.__context__, Failed) else None
                self.fail(cause or Failed("its answer is not HTTP/1.1"))
        if self._in_head and self._head_size > LARGEST_HEAD:
            self.fail(Failed("the headers of its answer are too large"))
        self._wake()

    def eof_received(self) -> bool:
        """The service will send no more; the transport then closes and says so below."""
        if self._until_close and not self.complete:
            self.complete = True
            self._keep = False
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        self.closed = True
        self.resume_writing()
        if not self.complete and self._error is None:
            what = "in the middle of" if self.heard else "before"
            self._error = Failed(f"it closed the connection {what} its answer")
        self._wake()

    def pause_writing(self) -> None:
        """The service is slower than the client."""
        self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        """The service has room again."""
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # -- what the parser says

    def on_message_begin(self) -> None:
        """A head begins: the one we wait for, or one nobody asked for."""
        if self.complete:
            self._keep = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header of the head; trailers are read over."""
        if not self._in_head or self.complete:
            return
        name = name.lower()
        if name == b"content-length":
            if self._length is not None:
                raise Failed("its answer has two lengths")
            self._length = value
        elif name == b"transfer-encoding":
            if self._chunked or value.lower() != b"chunked":
                raise Failed("its answer has a transfer coding that is not just chunked")
            self._chunked = True
        self._arriving_size += len(name) + len(value)
        if self._arriving_size > LARGEST_HEAD:
            raise Failed("the headers of its answer are too large")
        self._arriving.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is whole."""
        if self.complete:
            return
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004 - 1xx: not the answer yet
            self._interim += 1
            if status == 101 or self._interim > MOST_INTERIM:  # noqa: PLR2004 - nobody asked to switch
                raise Failed("it sent an interim answer that makes no sense")
            return
        if self._chunked and (self._length is not None or self._parser.get_http_version() != "1.1"):
            raise Failed("its answer has two lengths")
        self._in_head = False
        self.headers = self._arriving
        self.status = status
        self._keep = self._parser.should_keep_alive()
        if self._head_only:
            # llhttp now waits for a body that will not come: a fresh parser for the next answer
            self.complete = True
            self._parser = httptools.HttpResponseParser(self)
        elif status not in BODILESS and not self._chunked and self._length is None:
            self._until_close = True
            self._keep = False

    def on_body(self, data: bytes) -> None:
        """A piece of the body."""
        if self.complete:
            self._keep = False
            return
        self._chunks.append(data)
        self._buffered += len(data)
        if self._buffered > HIGH_WATER and not self._reading_paused and not self.closed:
            self._reading_paused = True
            cast("asyncio.Transport", self._transport).pause_reading()

    def on_message_complete(self) -> None:
        """An answer ends: an interim one, and then the real one begins, or the real one."""
        if self._in_head:
            self._arriving = []
            self._length = None
            self._chunked = False
            return
        self.complete = True
