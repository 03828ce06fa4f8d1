"""A service at work: nobody turns the wheels, and they turn."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from greetings.service import CardWritten, greetings, heard_cards
from sqlalchemy import func, select

from chassis.bus import Deliver, Queue
from chassis.bus.memory import MemoryBus, MemorySubscription
from chassis.clock import StoppedClock
from chassis.identity import TrialIssuer
from chassis.ids import new_id
from chassis.service import Running, Service, supervision
from chassis.settings import Settings
from chassis.testing import OPENING_DAY, Stage
from chassis.testing.buses import until
from chassis.testing.plugin import MigratedDatabases


class LateBus(MemoryBus):
    """Cannot be read the first time it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    async def subscribe(self, queue: Queue, deliver: Deliver) -> MemorySubscription:
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError("the broker is starting")
        return await super().subscribe(queue, deliver)


@pytest.fixture
async def running(
    stage: Stage, migrated_databases: MigratedDatabases, trial_issuer: TrialIssuer
) -> AsyncIterator[Running]:
    """The same service once more, at work, on the database the stage has emptied."""
    settings = Settings(database_url=migrated_databases.of(greetings)[0])
    clock = StoppedClock(OPENING_DAY)
    async with greetings.open(
        settings, bus=LateBus(), verifier=trial_issuer.verifier(), clock=clock
    ) as running:
        yield running


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.01)


async def count(running: Running, what: object) -> int:
    async with running.works() as work:
        return int(await work.session.scalar(select(func.count()).select_from(what)) or 0)


async def holds(running: Running, what: object, wanted: int) -> None:
    async with asyncio.timeout(20):
        while await count(running, what) != wanted:  # noqa: ASYNC110 - a database sets no event
            await asyncio.sleep(0.01)


async def test_what_is_said_is_heard_though_the_bus_came_late(running: Running) -> None:
    async with running.works() as work:
        work.publish(CardWritten(card_id=new_id(), words="Happy birthday"))

    await holds(running, heard_cards, 1)
    await until(lambda: len(running.subscriptions) == 2)

    assert await running.ready() == {}


async def test_leaving_says_what_is_committed(
    stage: Stage, migrated_databases: MigratedDatabases, trial_issuer: TrialIssuer
) -> None:
    settings = Settings(database_url=migrated_databases.of(greetings)[0])
    verifier = trial_issuer.verifier()
    async with (
        greetings.open(settings, bus=stage.bus, verifier=verifier) as running,
        running.works() as work,
    ):
        work.publish(CardWritten(card_id=new_id(), words="Farewell"))

    assert len(stage.bus.envelopes) == 1
    assert await stage.said() == [
        CardWritten(card_id=stage.bus.envelopes[0].subject, words="Farewell")
    ]


async def test_a_loop_of_the_service_runs_and_its_fault_is_told(
    stage: Stage, migrated_databases: MigratedDatabases, trial_issuer: TrialIssuer
) -> None:
    async def fails(running: Running) -> None:
        raise LookupError("no cards left")

    service = Service(
        name="greetings",
        title="Greetings",
        routes=[],
        reactions=greetings.reactions,
        metadata=greetings.metadata,
        background=[("printing", fails)],
    )
    settings = Settings(database_url=migrated_databases.of(greetings)[0])
    async with service.open(settings, bus=stage.bus, verifier=trial_issuer.verifier()) as running:
        async with asyncio.timeout(20):
            while "background" not in await running.ready():
                pass

        assert (await running.ready())["background"] == "printing"
