"""A migrated database with the library's table in it, empty for each test."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from chassis import tables
from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.migrations import migrate
from chassis.testing.databases import Databases, run
from chassis.work import Works

sys.path.append(str(Path(__file__).parent))  # for `library`, which children import as well

from library import MONDAY, NoticeBoard, Until, metadata


async def _build(url: str) -> None:
    await migrate(url, "chassis")
    async with Database.open(url) as database, database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


@pytest.fixture(scope="session")
def library_url(databases: Databases) -> str:
    url = databases.create("test_chassis")
    run(_build(url))
    return url


@pytest_asyncio.fixture
async def database(library_url: str) -> AsyncIterator[Database]:
    async with Database.open(library_url, name="test") as opened:
        async with opened.engine.begin() as connection:
            for table in [*tables.metadata.sorted_tables, *metadata.sorted_tables]:
                await connection.execute(table.delete())
        yield opened


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY)


@pytest.fixture
def works(database: Database, clock: StoppedClock) -> Works:
    return Works(database, clock, source="library")


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


@pytest.fixture
def until() -> Until:
    """Ask again and again until it is so: for what other processes and loops do."""

    async def ask(question: Callable[[], bool | Awaitable[bool]]) -> None:
        async with asyncio.timeout(20):
            while True:
                answer = question()
                if await answer if isinstance(answer, Awaitable) else answer:
                    return
                await asyncio.sleep(0.01)

    return ask
