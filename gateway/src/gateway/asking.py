"""The gateway's own questions to a service: is it ready, what does it offer."""

import asyncio
from collections.abc import Iterable
from typing import Final

from gateway.asgi import BODY, DISCONNECT, START, Message
from gateway.exchange import Deadlines, Exchange
from gateway.refusals import Failed, Refused, TooSlow
from gateway.tracing import Trace
from gateway.upstreams import Upstream

LARGEST: Final = 8 * 1024 * 1024


async def ask(upstream: Upstream, path: str, *, within: float) -> tuple[int, bytes]:
    """GET a path of a service: status and body. Raises a Refused when there is no whole answer."""
    answer = _Collected()
    exchange = Exchange(
        _nothing_more, answer.send, deadlines=Deadlines(), told=[], max_body=0, length=0
    )
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"accept", b"application/json"), *Trace([]).inward],
        "client": None,
        "server": None,
    }
    try:
        async with asyncio.timeout(within):
            await upstream.answer(scope, exchange)
    except TimeoutError:
        raise TooSlow(f"no answer to {path} within {within:g} s") from None
    return exchange.status, b"".join(answer.pieces)


async def ask_all(
    upstreams: Iterable[tuple[str, Upstream]], path: str, *, within: float
) -> dict[str, tuple[int, bytes] | Refused]:
    """Ask every service at once; for each its answer, or why there is none."""

    async def one(upstream: Upstream) -> tuple[int, bytes] | Refused:
        try:
            return await ask(upstream, path, within=within)
        except Refused as refusal:
            return refusal

    named = dict(upstreams)
    answers = await asyncio.gather(*(one(upstream) for upstream in named.values()))
    return dict(zip(named, answers, strict=True))


class _Collected:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self._size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == START:
            return
        self._size += len(message["body"] if message["type"] == BODY else b"")
        if self._size > LARGEST:
            raise Failed("its answer is far too large")
        self.pieces.append(message.get("body", b""))


async def _nothing_more() -> Message:
    """A request without a body whose client stays."""
    await asyncio.Event().wait()
    return {"type": DISCONNECT}
