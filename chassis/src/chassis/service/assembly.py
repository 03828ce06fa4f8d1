"""The parts of a service, and how they are opened together."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, Final

import structlog
from sqlalchemy import MetaData

from chassis.bus import Bus, Queue
from chassis.clock import Clock, SystemClock
from chassis.database import Database
from chassis.events import Lane
from chassis.identity import TokenVerifier
from chassis.identity.keys import GivenKeys
from chassis.reactions import Reactions
from chassis.service.ops import ops_routes
from chassis.service.reach import check_database, reach_bus
from chassis.service.running import Background, Running
from chassis.settings import Settings
from chassis.web import Routes
from chassis.web.app import build_app
from chassis.work import Work

NOBODY: Final = "urn:yinbao:nobody"

log = structlog.get_logger(__name__)


class Service:
    """What a service is made of. Nothing happens until it is opened."""

    def __init__(
        self,
        *,
        name: str,
        title: str,
        routes: Routes | Sequence[Routes],
        reactions: Reactions,
        metadata: MetaData,
        start_mappers: Callable[[], None] | None = None,
        background: Sequence[Background] = (),
        settings_type: type[Settings] = Settings,
    ) -> None:
        self.name = name
        self.title = title
        self.routes = [routes] if isinstance(routes, Routes) else list(routes)
        self.reactions = reactions
        self.metadata = metadata
        self.background = tuple(background)
        self.settings_type = settings_type
        self._start_mappers = start_mappers

    def __repr__(self) -> str:
        return f"<Service {self.name}>"

    def queues(self) -> list[Queue]:
        """The queues it reads: one per lane in which it hears anything."""
        return [
            Queue(service=self.name, lane=lane, types=types)
            for lane in Lane
            if (types := frozenset(e.wire_name for e in self.reactions.events if e.lane is lane))
        ]

    def map_once(self) -> None:
        """Map its entities to its tables; a process does that once."""
        if self._start_mappers is not None:
            start, self._start_mappers = self._start_mappers, None
            start()

    def openapi(self) -> dict[str, Any]:
        """Describe its HTTP surface; for that nothing needs to be opened."""
        app = build_app(
            name=self.name,
            title=self.title,
            routes=[*self.routes, ops_routes(self.name)],
            works=_closed,
            verifier=TokenVerifier(issuer="https://nobody.example", audience=""),
        )
        return app.openapi()

    @asynccontextmanager
    async def open(
        self,
        settings: Settings,
        *,
        database: Database | None = None,
        bus: Bus | None = None,
        verifier: TokenVerifier | None = None,
        clock: Clock | None = None,
    ) -> AsyncIterator[Running]:
        """Open it; `settings.workers` says whether it also listens, speaks and rings.

        Leaving lets it finish what it began, within `settings.drain_seconds`.
        """
        self.map_once()
        async with AsyncExitStack() as stack:
            if database is None:
                database = await stack.enter_async_context(
                    Database.open(settings.need("database_url"), name=self.name)
                )
            await check_database(database)
            if bus is None:
                bus = await stack.enter_async_context(reach_bus(settings, self.name))
            running = Running(
                self,
                settings,
                database=database,
                bus=bus,
                verifier=verifier or verifier_of(settings),
                clock=clock or SystemClock(),
            )
            stack.push_async_callback(running.drain)
            if settings.workers:
                running.start()
            yield running


def verifier_of(settings: Settings) -> TokenVerifier:
    """What verifies access tokens under these settings; without an issuer, none is believed."""
    if settings.oidc_issuer is None:
        log.warning("OIDC_ISSUER is not set: no access token will be believed")
        return TokenVerifier(
            issuer=NOBODY, audience=settings.oidc_audience, keys=GivenKeys({"keys": []})
        )
    return TokenVerifier(
        issuer=settings.need("oidc_issuer"),
        audience=settings.oidc_audience,
        jwks_url=settings.oidc_jwks_url,
        roles_claim=settings.oidc_roles_claim,
        customer_claim=settings.oidc_customer_claim,
    )


def _closed(**_: Any) -> AbstractAsyncContextManager[Work]:
    raise RuntimeError("the service is not open")
