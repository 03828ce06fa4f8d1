"""A service at work: its parts, the loops that keep them going, and how it comes to rest."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol

import structlog
from sqlalchemy import text

from chassis.alarms import Alarms
from chassis.backoff import describe
from chassis.bus import Bus, Deliver, Queue, Subscription
from chassis.clock import Clock
from chassis.database import Database
from chassis.housekeeping import Housekeeping
from chassis.identity import TokenVerifier
from chassis.inbox import Inbox
from chassis.migrations.current import behind, newest_of
from chassis.reactions import Reactions
from chassis.relay import Relay
from chassis.service.lanes import Precedence
from chassis.service.ops import ops_routes
from chassis.service.supervision import Supervisor
from chassis.settings import Settings
from chassis.web import Routes
from chassis.web.app import build_app
from chassis.web.health import Check
from chassis.work import Works

Background = tuple[str, Callable[["Running"], Coroutine[Any, Any, None]]]
"""A loop of the service's own, by name: supervised, and stopped with the rest."""

log = structlog.get_logger(__name__)


class Parts(Protocol):
    """What a `Service` is made of, as far as running it goes."""

    name: str
    title: str
    routes: list[Routes]
    reactions: Reactions
    background: tuple[Background, ...]

    def queues(self) -> list[Queue]:
        """The queues it reads."""
        ...


class Running:
    """What `Service.open` gives: the parts, to be used while the context lasts."""

    app: Any
    """The ASGI application."""

    def __init__(
        self,
        service: Parts,
        settings: Settings,
        *,
        database: Database,
        bus: Bus,
        verifier: TokenVerifier,
        clock: Clock,
    ) -> None:
        self.service, self.settings, self.clock = service, settings, clock
        self.database, self.bus, self.verifier = database, bus, verifier
        self.works = Works(database, clock, source=service.name)
        self.relay = Relay(database, bus, service.name, clock=clock)
        self.works.after_publish.append(self.relay.wake)
        self.inbox = Inbox(service.name, self.works, service.reactions)
        self.alarms = Alarms(service.name, self.works, service.reactions)
        self.app = build_app(
            name=service.name,
            title=service.title,
            routes=[*service.routes, ops_routes(service.name)],
            works=self.works,
            verifier=verifier,
            checks=self._checks(),
            max_body_bytes=settings.max_body_bytes,
        )
        self.retiring = asyncio.Event()
        """Set once it is to stop: whatever holds a request open without end lets go of it."""
        self._migrations = newest_of("chassis", service.name)
        self._supervisor = Supervisor()
        self._subscriptions: dict[str, Subscription] = {}
        self._letting_go: asyncio.Task[None] | None = None
        self._deadline = 0.0

    def start(self) -> None:
        """Listen, speak and ring from now on."""
        precedence = Precedence(self.inbox.deliver)
        for queue in self.service.queues():
            deliver = precedence.of(queue.lane)
            self._supervisor.start(queue.name, partial(self._listen, queue, deliver))
        self._supervisor.start("relay", self.relay.run)
        self._supervisor.start("alarms", self.alarms.run)
        self._supervisor.start("retries", self.inbox.run)
        self._supervisor.start("housekeeping", Housekeeping(self.database, self.clock).run)
        for name, loop in self.service.background:
            self._supervisor.start(name, partial(loop, self))

    async def ready(self) -> dict[str, str]:
        """What stands in the way of being useful, by part; nothing when all is well."""
        said = {name: await check() for name, check in self._checks().items()}
        return {name: why for name, why in said.items() if why is not None}

    def _checks(self) -> dict[str, Check]:
        heard = self.service.queues() if self.settings.workers else []
        return {
            "service": self._is_staying,
            "database": self._database_answers,
            "migrations": self._is_migrated,
            "bus": self._bus_is_there,
            "background": self._loops_run,
            **{queue.name: partial(self._is_read, queue) for queue in heard},
        }

    async def _is_staying(self) -> str | None:
        return "it is stopping" if self._letting_go else None

    async def _database_answers(self) -> str | None:
        async with self.database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return None

    async def _is_migrated(self) -> str | None:
        async with self.database.engine.connect() as connection:
            for package, newest in self._migrations.items():
                if lacking := await behind(connection, package, newest):
                    return lacking
        return None

    async def _bus_is_there(self) -> str | None:
        return None if self.bus.alive else "it cannot be reached"

    async def _loops_run(self) -> str | None:
        return ", ".join(self._supervisor.faults) or None

    async def _is_read(self, queue: Queue) -> str | None:
        subscription = self._subscriptions.get(queue.name)
        return None if subscription and subscription.alive else "nobody is reading it"

    @property
    def subscriptions(self) -> list[Subscription]:
        """Its consumers, one per queue that is read by now."""
        return list(self._subscriptions.values())

    def retire(self) -> None:
        """Be unready from now on and take no more events; `drain` waits for the rest."""
        self.retiring.set()
        if self._letting_go is None:
            self._deadline = asyncio.get_running_loop().time() + self.settings.drain_seconds
            self._letting_go = asyncio.create_task(self._stop_listening())

    async def drain(self) -> None:
        """Finish what was begun: taken events, and the sending of what is committed."""
        self.retire()
        try:
            async with asyncio.timeout_at(self._deadline):
                if self._letting_go is not None:
                    await self._letting_go
                await self._supervisor.stop()
                if self.settings.workers:
                    while await self.relay.step():
                        pass
        except Exception as error:  # noqa: BLE001 - we are going anyway
            # Nothing is lost by it: it stays in the outbox, or goes back to its queue.
            log.warning("could not finish everything", error=describe(error))
        finally:
            await self._supervisor.stop()

    async def _listen(self, queue: Queue, deliver: Deliver) -> None:
        self._subscriptions[queue.name] = await self.bus.subscribe(queue, deliver)

    async def _stop_listening(self) -> None:
        await self._supervisor.stop(*(queue.name for queue in self.service.queues()))
        await asyncio.gather(*(one.stop() for one in self._subscriptions.values()))
