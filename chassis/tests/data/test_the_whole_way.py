"""From one service's commit to another's effect, over a real broker that comes and goes."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from itertools import count

import pytest
from library import Book, BookLent, Until, books
from sqlalchemy import func, select

from chassis import tables
from chassis.backoff import Backoff
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.reactions import Reactions
from chassis.relay import Relay
from chassis.testing.buses import Room, a_room
from chassis.testing.proxy import Proxy
from chassis.work import Work, Works

pytestmark = pytest.mark.rabbit


@pytest.fixture
async def room(amqp_url: str) -> AsyncIterator[Room]:
    async with a_room(amqp_url) as opened:
        yield opened


async def test_while_the_broker_comes_and_goes_everything_said_takes_effect_once_and_in_order(
    database: Database, room: Room, amqp_url: str, until: Until
) -> None:
    works = Works(database, SystemClock(), source="library")
    nth_attempt = count(1)
    on = Reactions()

    @on(BookLent)
    async def remember(event: BookLent, work: Work) -> None:
        work.session.add(Book(new_id(), f"{event.book_id} {event.reader}"))
        if next(nth_attempt) % 97 == 0:
            raise ConnectionError("now and then something is away")

    inbox = Inbox("shelf", works, on, backoff=Backoff(), poll=0.05)
    shelf = [new_id() for _ in range(10)]

    async def lend(first: int, last: int) -> None:
        for nth in range(first, last + 1):
            async with works() as work:
                work.publish(*(BookLent(book_id=book, reader=f"{nth:03}") for book in shelf))

    async def has_effects(at_least: int) -> bool:
        async with database.sessions() as session:
            return (await session.scalar(select(func.count()).select_from(books)) or 0) >= at_least

    async with Proxy.before(amqp_url, default_port=5672) as (proxy, url):
        bus = await room.open(url)
        await bus.subscribe(room.queue("shelf", BookLent.wire_name), inbox.deliver)
        relay = Relay(database, bus, "library", poll=0.05)
        works.after_publish.append(relay.wake)
        loops = [asyncio.create_task(loop.run()) for loop in (relay, inbox)]
        for portion in range(3):
            await lend(20 * portion + 1, 20 * portion + 20)
            await until(partial(has_effects, 200 * portion + 1))
            await proxy.cut()
            await proxy.let_through()
        await until(partial(has_effects, 600))
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)

    async with database.sessions() as session:
        effects = list(await session.scalars(select(books.c.title).order_by(books.c.id)))
        assert await session.scalar(select(func.count()).select_from(tables.dead_letters)) == 0
    told = {str(book): [one[-3:] for one in effects if one.startswith(str(book))] for book in shelf}
    assert told == {str(book): [f"{nth:03}" for nth in range(1, 61)] for book in shelf}
