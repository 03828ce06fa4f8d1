"""One request and its answer on their way through, and whose turn it is.

Whoever has the turn has a limited time for it: the client to send the next piece of its request
or to take the next piece of the answer, the service to begin its answer or to go on with it. Time
spent on the one is never counted against the other. `Watch` looks after all exchanges at once, a
few times a second: one timer per request would cost more than the rest of this file.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Final

from gateway.asgi import BODY, DISCONNECT, START, Headers, Message, Receive, Send
from gateway.headers import outward
from gateway.refusals import BodyTooLarge, ClientTooSlow, Malformed, TooSlow


class ClientGone(Exception):
    """The client left, or takes no more, before the answer was whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long each may take, in seconds."""

    first_byte: float = 30.0
    """For the service to begin its answer, once it has the request."""
    idle: float = 60.0
    """Between two pieces of an answer. Streams beat more often than that (every 15 s)."""
    client: float = 30.0
    """For the client to send, or take, the next piece."""


class Exchange:
    """The two ends of a request, with a clock on whoever has the turn."""

    __slots__ = (
        "_answered",
        "_cut",
        "_deadlines",
        "_late",
        "_limit",
        "_listening",
        "_missing",
        "_raw_receive",
        "_raw_send",
        "_received",
        "_refusal",
        "_task",
        "_told",
        "complete",
        "due",
        "gone",
        "listens",
        "started",
        "status",
        "whole",
    )

    def __init__(
        self,
        receive: Receive,
        send: Send,
        *,
        deadlines: Deadlines,
        told: Headers,
        max_body: int,
        length: int | None,
        answered: Callable[[], None] | None = None,
    ) -> None:
        """`told` goes into the answer's headers; `length` is of the request's body, if known."""
        self._raw_receive = receive
        self._raw_send = send
        self._deadlines = deadlines
        self._told = told
        self._limit = max_body
        self._missing = length
        self._answered = answered
        self._received = 0
        self._refusal: Exception | None = None
        self._late: Exception | None = None
        self._cut = False
        self._task = asyncio.current_task()
        self._listening: asyncio.Task[None] | None = None
        self.whole = length == 0
        """The request is here to its last byte."""
        self.started = False
        self.complete = False
        self.gone = False
        self.status = 0
        self.listens = False
        """Set by an upstream that does not itself notice when the client leaves."""
        self.due = monotonic() + deadlines.first_byte

    async def receive(self) -> Message:
        """The next piece of the request, as ASGI has it."""
        if self.whole:  # nothing is owed any more: this call only waits for the client to leave
            message = await self._raw_receive()
            self.gone = self.gone or message["type"] == DISCONNECT
            return message
        self.due = monotonic() + self._deadlines.client
        self._late = ClientTooSlow("the rest of the request did not come")
        message = await self._raw_receive()
        self._late = None
        self.due = monotonic() + (
            self._deadlines.idle if self.started else self._deadlines.first_byte
        )
        if message["type"] == DISCONNECT:
            self.gone = True
            return message
        self._count(len(message.get("body", b"")), more=message.get("more_body", False))
        return message

    def _count(self, size: int, *, more: bool) -> None:
        self._received += size
        self.whole = not more
        if self._received > self._limit:
            self._refusal = BodyTooLarge(f"a body has at most {self._limit} bytes")
        elif self._missing is not None:
            self._missing -= size
            if self._missing < 0 or (self._missing and not more):
                self._refusal = Malformed("the body is not as long as its Content-Length says")
        if self._refusal is not None:
            raise self._refusal

    async def send(self, message: Message) -> None:
        """The next piece of the answer, as ASGI has it; returns when there is room for more."""
        if self._refusal is not None:
            raise self._refusal  # a service may have made its own answer of our refusal; ours holds
        if message["type"] == START:
            self.started = True
            self.status = message["status"]
            if self._answered is not None:
                self._answered()
            headers = outward(self.status, message.get("headers", ()), self._told)
            message = {"type": START, "status": self.status, "headers": headers}
        elif message["type"] == BODY and not message.get("more_body", False):
            self.complete = True
        self.due = monotonic() + self._deadlines.client
        self._late = ClientGone()
        await self._raw_send(message)
        self._late = None
        # what a service does after its answer is its own affair
        self.due = inf if self.complete else monotonic() + self._deadlines.idle

    def look(self, now: float) -> None:
        """Called a few times a second, while the exchange lasts, by whoever watches it."""
        if self.due < now:
            self._end(self._late or TooSlow("it has the request and did not go on in time"))
        elif self.listens and self.whole and self._listening is None:
            self._listening = asyncio.create_task(self._listen(), name="listening for a goodbye")

    def close(self) -> None:
        """It is over; nobody listens any more."""
        if self._listening is not None:
            self._listening.cancel()

    def why(self, cancelled: asyncio.CancelledError) -> BaseException:
        """What a cancellation means: our own doing, or somebody's real wish."""
        if not self._cut or self._refusal is None or self._task is None:
            return cancelled
        self._task.uncancel()
        return self._refusal

    async def _listen(self) -> None:
        while (await self._raw_receive())["type"] != DISCONNECT:
            pass
        if not self.complete:
            self.gone = True
            self._end(ClientGone())

    def _end(self, refusal: Exception) -> None:
        self._refusal = refusal
        self._cut = True
        self.due = inf
        if self._task is not None:
            self._task.cancel()


class Watch:
    """Looks after every exchange under way; sleeps while there is none."""

    def __init__(self, deadlines: Deadlines) -> None:
        shortest = min(deadlines.first_byte, deadlines.idle, deadlines.client)
        self._every: Final = min(1.0, shortest / 4)
        self._under_way: set[Exchange] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, exchange: Exchange) -> None:
        """Look after this one, until `discard`."""
        self._under_way.add(exchange)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._every, self._look)

    def discard(self, exchange: Exchange) -> None:
        """It has ended."""
        self._under_way.discard(exchange)
        exchange.close()

    def _look(self) -> None:
        now = monotonic()
        for exchange in list(self._under_way):
            exchange.look(now)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._every, self._look) if self._under_way else None
