"""The stage: one service from outside. HTTP, events and time go in; answers and events come out.

    async def test_an_approved_claim_is_announced(stage: Stage) -> None:
        await stage.given(a_cover(), a_claim())

        answer = await stage.http.put(…, headers=stage.as_(Role.ADJUSTER))

        assert answer.status_code == 200
        assert await stage.said() == [ClaimApproved(…)]

Everything is real but the bus, which records, and the clock, which stands still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, Self, TypeVar
from uuid import UUID

import httpx2
from sqlalchemy import text

from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.dead_letters import DeadLetter, list_dead_letters
from chassis.events import Envelope, Event
from chassis.identity.trial import TrialIssuer
from chassis.ids import new_id
from chassis.service import Running, Service
from chassis.settings import Settings
from chassis.testing.recording import RecordingBus

OPENING_DAY: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday morning
_FAILED: Final = text("""
    SELECT error FROM deferred WHERE event_id = ANY(CAST(:ids AS uuid[])) AND error IS NOT NULL
    UNION ALL SELECT error FROM dead_letters WHERE id = ANY(CAST(:ids AS uuid[]))
""")
T = TypeVar("T")


@cache
def _at(url: str) -> Database:
    """One for all tests of a process: how its SQL is spelt is worked out once, not in each test."""
    return Database.at(url, name="stage")


@asynccontextmanager
async def _let_go(database: Database) -> AsyncIterator[None]:
    """No connection outlives its test, whose loop it belongs to."""
    try:
        yield
    finally:
        await database.close()


class Stage:
    """A service opened for one test, without background loops: the test turns the wheels."""

    http: httpx2.AsyncClient
    clock: StoppedClock
    running: Running
    bus: RecordingBus

    def __init__(
        self,
        running: Running,
        bus: RecordingBus,
        clock: StoppedClock,
        issuer: TrialIssuer,
        http: httpx2.AsyncClient,
    ) -> None:
        self.running = running
        self.clock = clock
        self.http = http
        self.bus = bus
        self._issuer = issuer
        self._heard: list[tuple[Event, Envelope]] = []

    @classmethod
    @asynccontextmanager
    async def open(
        cls, service: Service, database_url: str, issuer: TrialIssuer
    ) -> AsyncIterator[Self]:
        """Open `service` on a migrated database."""
        settings = Settings(database_url=database_url, workers=False)
        bus, clock, database = RecordingBus(), StoppedClock(OPENING_DAY), _at(database_url)
        async with (
            _let_go(database),
            service.open(
                settings, database=database, bus=bus, verifier=issuer.verifier(), clock=clock
            ) as running,
            httpx2.AsyncClient(
                transport=httpx2.ASGITransport(running.app), base_url="http://stage"
            ) as http,
        ):
            yield cls(running, bus, clock, issuer, http)

    async def given(self, *things: object) -> None:
        """Let this be so already: entities are stored, events have been heard."""
        for thing in things:
            if isinstance(thing, Event):
                await self.hears(thing)
                continue
            async with self.running.works() as work:
                work.session.add(thing)

    async def hears(self, *events: Event, again: bool = False, fails: bool = False) -> None:
        """Let these arrive from the bus; `again` sends the very message that came before.

        A reaction that raises is put off, as it would be at work; the test fails with its error
        unless it `fails` on purpose.
        """
        envelopes = [self._last(event) if again else self._envelope(event) for event in events]
        await self.running.inbox.deliver(envelopes)
        errors = await self._errors(envelopes)
        if errors and not fails:
            raise AssertionError("; ".join(errors))

    async def said(self) -> list[Event]:
        """What the service has said since this was last asked, in order."""
        while await self.running.relay.step():
            pass
        return self.bus.new_events()

    async def passes(self, span: timedelta) -> None:
        """Let time go by: alarms that are due ring, and what was put off is tried again."""
        self.clock.advance(span)
        while await self.running.alarms.ring_due() + await self.running.inbox.retry_due():
            pass

    async def gives_up(self) -> None:
        """Let so much time go by that whatever still fails is parked as a dead letter."""
        while await self._has_deferred():
            await self.passes(timedelta(hours=1))

    async def dead_letters(self) -> list[DeadLetter]:
        """What the service gave up on, oldest first."""
        async with self.running.works() as work:
            return await list_dead_letters(work)

    async def get(self, entity: type[T], key: Any) -> T:
        """The entity as it is stored now."""
        async with self.running.database.sessions() as session:
            found = await session.get(entity, key)
        if found is None:
            raise LookupError(f"there is no {entity.__name__} {key}")
        return found

    def as_(
        self, *roles: str, customer_id: UUID | None = None, subject: str = "mira"
    ) -> dict[str, str]:
        """The headers of a caller who holds these roles."""
        token = self._issuer.token(subject, roles, customer_id=customer_id)
        return {"Authorization": f"Bearer {token}"}

    def key(self) -> dict[str, str]:
        """The header of a request that was not sent before."""
        return {"Idempotency-Key": str(new_id())}

    async def empty(self, script: str) -> None:
        """Forget everything the database was told since it was migrated."""
        async with self.running.database.engine.connect() as connection:
            pooled = await connection.get_raw_connection()
            driver: Any = pooled.driver_connection  # asyncpg's own, which runs a script at once
            await driver.execute(script)

    async def _has_deferred(self) -> bool:
        async with self.running.database.sessions() as session:
            return bool(await session.scalar(text("SELECT EXISTS (SELECT FROM deferred)")))

    async def _errors(self, envelopes: list[Envelope]) -> list[str]:
        async with self.running.database.sessions() as session:
            found = await session.scalars(_FAILED, {"ids": [one.id for one in envelopes]})
            return list(found)

    def _envelope(self, event: Event) -> Envelope:
        version = 1 + sum(1 for heard, _ in self._heard if heard.subject == event.subject)
        envelope = Envelope(
            id=new_id(),
            type=event.wire_name,
            source=event.wire_name.partition(".")[0],
            subject=event.subject,
            subject_version=version,
            time=self.clock.now(),
            lane=event.lane,
            data=event.model_dump_json().encode(),
        )
        self._heard.append((event, envelope))
        return envelope

    def _last(self, event: Event) -> Envelope:
        for heard, envelope in reversed(self._heard):
            if heard == event:
                return envelope
        raise LookupError("this event was not heard before")
