"""Serving: a service answers on a port until it is told to stop, and then finishes what it began.

    SIGTERM ─► unready ─► (notice) ─► listeners close ─► requests in flight end ─► taken events end
            ─► the relay sends what is committed ─► exit 0,        all within DRAIN_SECONDS

A second signal stops without waiting.
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from typing import Any, Final, Protocol, Self, cast

import structlog
import uvicorn

from chassis.settings import Misconfigured, Settings

KEEP_ALIVE: Final = (
    75  # longer than the gateway's pool keeps a connection, so that the client closes
)
BACKLOG: Final = 2048
REQUESTS_SHARE: Final = 0.8  # of the time to drain; the rest is for events and the relay
_MADE_BEFORE_A_SEARCH: Final = 10_000
"""Objects, before Python looks for cycles among them; by itself it does after 700 or 2,000."""
_LATER: Final = [(b"retry-after", b"1"), (b"content-length", b"0"), (b"connection", b"close")]

log = structlog.get_logger(__name__)


class Answering(Protocol):
    """Something open that answers HTTP."""

    @property
    def app(self) -> Any:
        """The ASGI application."""
        ...

    def retire(self) -> None:
        """Be unready from now on, take no more events; leaving the context finishes the rest."""
        ...


@contextmanager
def listener(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the address, so that a taken port is known before anything is opened."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise Misconfigured(f"HOST {host!r} is no address of this machine: {error}") from None
    with socket.socket(family, kind, protocol) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(address)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise Misconfigured(f"cannot listen on {host} port {port}: {why}") from None
        bound.setblocking(False)
        yield bound


async def serve(
    opening: AbstractAsyncContextManager[Answering], bound: socket.socket, settings: Settings
) -> None:
    """Open it, answer on the bound socket, and drain when SIGTERM or SIGINT comes."""
    with _Stop() as stop:
        try:
            async with opening as running:
                stop.now_politely()
                keep_for_good()
                await _answer(running, bound, settings, stop)
                stop.now_at_once()
        except asyncio.CancelledError:
            if not stop.asked.is_set():
                raise
    log.info("stopped")


def keep_for_good() -> None:
    """Let Python's search for reference cycles pass over what is here by now: it stays to the end.

    Half a million objects of the libraries and routes, searched again and again, were a third of
    the CPU of a request (docs/decisions/0163). What a request makes is rarely in a cycle: it is
    searched once in a hundred requests, where Python would in eight.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_A_SEARCH, *gc.get_threshold()[1:])


async def _answer(
    running: Answering, bound: socket.socket, settings: Settings, stop: "_Stop"
) -> None:
    server = _Server(_to_the_end(running.app))
    serving = asyncio.create_task(server.serve(sockets=[bound]), name="http")
    asked = asyncio.create_task(stop.asked.wait(), name="stop")
    host, port = bound.getsockname()[:2]
    log.info("listening", host=host, port=port)
    await asyncio.wait({serving, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    running.retire()
    log.info("draining", seconds=settings.drain_seconds)
    notice = min(settings.drain_notice_seconds, settings.drain_seconds / 4)
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.again.wait(), notice)
    server.leave(within=settings.drain_seconds * REQUESTS_SHARE - notice, stop=stop)
    await serving
    if server.server_state.tasks:  # cut off; they say so and are done
        await asyncio.wait(server.server_state.tasks, timeout=1)


def _to_the_end(app: Any) -> Any:
    """Answer requests that are cut off, too: uvicorn cancels only those that outlast a drain."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            log.warning("a request was cut off")
            with suppress(RuntimeError):  # its answer had begun
                await send({"type": "http.response.start", "status": 503, "headers": _LATER})
                await send({"type": "http.response.body", "body": b""})

    return answer


class _Server(uvicorn.Server):
    """uvicorn, told when to stop by us instead of by signals."""

    def __init__(self, app: Any) -> None:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE,
            backlog=BACKLOG,
        )
        super().__init__(config)

    def leave(self, *, within: float, stop: "_Stop") -> None:
        """Let nobody in, wait for those inside that long, or until we are told again to stop."""
        self.config.timeout_graceful_shutdown = cast("int", max(0.1, within))
        self.force_exit = stop.again.is_set()
        stop.on_again = self._force
        self.should_exit = True

    def _force(self) -> None:
        self.force_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are ours."""
        yield


class _Stop:
    """The wish to stop, as signals bring it: once politely, twice at once."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.again = asyncio.Event()
        self.on_again: Callable[[], None] = self._cancel
        self._on_asked: Callable[[], None] = self._cancel
        self._main = asyncio.current_task()
        self._loop = asyncio.get_running_loop()

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._signalled)
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.remove_signal_handler(number)

    def now_politely(self) -> None:
        """From now on there are requests to wait for; before, opening was simply cancelled."""
        self._on_asked = _nothing

    def now_at_once(self) -> None:
        """From now on there is nothing to answer: told again, we drop what we are finishing."""
        self.on_again = self._cancel
        if self.again.is_set():
            self._cancel()

    def _signalled(self) -> None:
        if self.asked.is_set():
            self.again.set()
            self.on_again()
        else:
            self.asked.set()
            self._on_asked()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()


def _nothing() -> None:
    pass
