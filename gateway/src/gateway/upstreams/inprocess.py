"""The upstream in this process: a service's ASGI app, called directly.

The app is held to what HTTP would hold it to: one head, then a body as long as it said.
"""

from typing import Final

import structlog

from gateway.asgi import BODY, START, ASGIApp, Message, Scope, header
from gateway.exchange import ClientGone, Exchange
from gateway.refusals import Failed, Refused
from gateway.upstreams.framing import request_head

log = structlog.get_logger(__name__)


class ASGIUpstream:
    """A service whose app is here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app: Final = app

    async def answer(self, scope: Scope, exchange: Exchange) -> None:
        """Call the app; back-pressure and the client's leaving reach it as under any server."""
        request_head(scope, b"here", chunked=False)  # refuses what could not be written on a wire
        inner = {**scope, "extensions": {}, "state": {}}
        answer = _Answer(exchange, head_only=scope["method"] == "HEAD")
        try:
            await self._app(inner, exchange.receive, answer.send)
        except (Refused, ClientGone):
            raise
        except Exception as error:
            log.exception("a service failed", path=scope["path"])
            if not exchange.complete:  # a framework may have sent its own 500, and raised then
                raise Failed("it failed before its answer was whole") from error
        if not exchange.complete:
            if exchange.gone:
                raise ClientGone
            raise Failed("it broke off its answer")

    async def close(self) -> None:
        """Nothing is held."""


class _Answer:
    """Checks the order and the length of what an app sends."""

    __slots__ = ("_bodiless", "_exchange", "_head_only", "_missing")

    def __init__(self, exchange: Exchange, *, head_only: bool) -> None:
        self._exchange = exchange
        self._head_only = head_only
        self._bodiless = head_only
        self._missing: int | None = None

    async def send(self, message: Message) -> None:
        """What the app calls as `send`."""
        if message["type"] == START and not self._exchange.started:
            self._begin(message)
        elif message["type"] == BODY and self._exchange.started and not self._exchange.complete:
            message = self._counted(message)
        else:
            raise RuntimeError(f"{message['type']} does not come now")
        await self._exchange.send(message)

    def _begin(self, message: Message) -> None:
        self._bodiless = self._head_only or message["status"] in {204, 304}
        length = header(message.get("headers", ()), b"content-length")
        if length is not None and not self._bodiless:
            self._missing = int(length)

    def _counted(self, message: Message) -> Message:
        body = message.get("body", b"")
        more = message.get("more_body", False)
        if self._bodiless:
            return {"type": BODY, "body": b"", "more_body": more}
        if self._missing is not None:
            self._missing -= len(body)
            if self._missing < 0 or (self._missing and not more):
                raise Failed("its answer is not as long as it said")
        return message
