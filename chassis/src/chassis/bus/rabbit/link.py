"""A connection and its one channel, watched, and opened again whenever they break.

    connect ──► session: the tenant works ──► broken ──► pause, longer each time ──┐
       ▲                                                                           │
       └───────────────────────────────────────────────────────────────────────────┘

Recovery always begins from nothing, and `alive` is what this loop knows: see decision 0020.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel

from chassis.bus.rabbit.patience import Patience

log = structlog.get_logger(__name__)


class Session:
    """A channel, for as long as it works."""

    def __init__(self, channel: AbstractChannel) -> None:
        self.channel = channel
        self.at_work = asyncio.Event()
        """Set by the tenant when everything is in place."""
        self.ended = asyncio.Event()
        self.stirred = asyncio.Event()
        """Set when it ends; the tenant sets it for reasons of its own, too."""
        self.why = "the channel is closed"
        channel.close_callbacks.add(self._channel_closed)

    @property
    def over(self) -> bool:
        """It is of no more use."""
        return self.ended.is_set() or self.channel.is_closed

    def end(self, why: str) -> None:
        """Work no more on this channel; the link will open another."""
        if not self.ended.is_set():
            self.why = why
        self.ended.set()
        self.stirred.set()

    async def rest(self, seconds: float) -> None:
        """Wait, but no longer than the session lasts."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.ended.wait()

    def _channel_closed(self, _: AbstractChannel | None, error: BaseException | None) -> None:
        self.end(f"the channel closed: {error!r}")


class Tenant(Protocol):
    """Who works on a link."""

    async def work(self, session: Session) -> None:
        """Put everything in place, set `at_work`, and return when the session is over."""
        ...

    async def check(self, session: Session) -> None:
        """Raise when the broker no longer knows us; asked from time to time."""
        ...


class Link:
    """Keeps a session open for its tenant, from `start` to `stop`."""

    def __init__(self, url: str, *, name: str, patience: Patience, tenant: Tenant) -> None:
        self._url = url
        self._name = name
        self._patience = patience
        self._tenant = tenant
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self.session: Session | None = None

    @property
    def alive(self) -> bool:
        """A session is open and at work."""
        session = self.session
        return session is not None and session.at_work.is_set() and not session.over

    async def start(self) -> None:
        """Return when the first session is at work, or raise why it is not; later ones recover."""
        started = asyncio.get_running_loop().create_future()
        self._loop = asyncio.create_task(self._keep_up(started), name=f"link {self._name}")
        try:
            async with asyncio.timeout(self._patience.connect):
                await started
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Let the tenant finish what it has in hand, and close the connection."""
        self._stopping = True
        if self.session is not None:
            self.session.end("we stop")
        if self._loop is None:
            return
        if self.session is None:  # it connects or rests
            self._loop.cancel()
        try:
            await asyncio.wait([self._loop])
        except asyncio.CancelledError:  # whoever stops us has no time left
            self._loop.cancel()
            raise

    async def _keep_up(self, started: asyncio.Future[None]) -> None:
        failed = 0
        while not self._stopping:
            try:
                async with opened(self._url, self._name, self._patience) as channel:
                    self.session = Session(channel)
                    await self._work(self.session, started)
            except Exception as error:  # noqa: BLE001 - whatever it was, we begin again
                if not started.done():
                    started.set_exception(error)
                    return
                log.warning("no session with the broker", link=self._name, error=repr(error))
            failed = 0 if self._was_at_work() else failed + 1
            self.session = None
            if not self._stopping:
                # Unevenly, so that not everybody comes back at once.
                await asyncio.sleep(self._patience.pause(failed) * random.uniform(0.5, 1))  # noqa: S311 - no secret

    def _was_at_work(self) -> bool:
        return self.session is not None and self.session.at_work.is_set()

    async def _work(self, session: Session, started: asyncio.Future[None]) -> None:
        watch = asyncio.create_task(self._watch(session, started))
        try:
            await self._tenant.work(session)
        finally:
            watch.cancel()
            await asyncio.wait([watch])
        if not self._stopping:
            log.warning("a session with the broker ended", link=self._name, why=session.why)

    async def _watch(self, session: Session, started: asyncio.Future[None]) -> None:
        await session.at_work.wait()
        if not started.done():
            started.set_result(None)
        while not session.over:
            await session.rest(self._patience.watch)
            try:
                async with asyncio.timeout(self._patience.answer):
                    await self._tenant.check(session)
            except Exception as error:  # noqa: BLE001 - any failure means the same
                session.end(f"the watch failed: {error!r}")


@asynccontextmanager
async def opened(url: str, name: str, patience: Patience) -> AsyncIterator[AbstractChannel]:
    """A connection with one confirming channel; closed at the end, however the broker feels."""
    async with asyncio.timeout(patience.connect):
        connection = await aio_pika.connect(
            url,
            heartbeat=patience.heartbeat,
            client_properties={"connection_name": name},
        )
    try:
        async with asyncio.timeout(patience.answer):
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        yield channel
    finally:
        with suppress(Exception):  # it may be long gone
            async with asyncio.timeout(patience.answer):
                await connection.close()
