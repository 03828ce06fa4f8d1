"""Events per second from an outbox over RabbitMQ to a reaction that does nothing.

The baseline is aio-pika alone: publish with confirms, consume and acknowledge, on a queue declared
as ours are, with as much in flight, and the same bodies. Both take turns, in one process each; the
median counts. Ours reads, sends and deletes each event in one database and takes it in another.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from statistics import median
from time import perf_counter
from typing import Any, Final
from uuid import UUID

import aio_pika
import uvloop

from chassis.bus import Queue
from chassis.bus.rabbit.bus import RabbitBus
from chassis.bus.rabbit.publisher import IN_FLIGHT
from chassis.bus.rabbit.topology import PREFETCH, dead_exchange, declare_queue
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.events import Event, Lane
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.migrations import migrate
from chassis.reactions import Reactions
from chassis.relay import Relay
from chassis.testing.databases import Databases, find_postgres
from chassis.work import Work, Works

LOCAL: Final = "amqp://guest:guest@127.0.0.1:5672/"
EVENTS: Final = 10_000
AT_ONCE: Final = 500
ROUNDS: Final = 3
PATIENCE: Final = 120.0


class Measured(Event, name="bench.measured.v1", subject="id"):
    """Something happened, of about the size of a claim's event."""

    id: UUID
    words: str = "x" * 300


def run() -> list[dict[str, Any]]:
    """One row: ours, against aio-pika alone."""
    broker = os.environ.get("AMQP_URL", LOCAL)
    if not _answers(broker):
        print("bus: skipped, no RabbitMQ answers (set AMQP_URL, or start one here)")
        return []
    ours: list[float] = []
    theirs: list[float] = []
    with find_postgres() as server:
        for _ in range(ROUNDS):
            theirs.append(uvloop.run(_bare(broker)))
            databases = Databases(server)
            try:
                speaks, hears = databases.create("bench"), databases.create("bench")
                ours.append(uvloop.run(_whole_way(broker, speaks, hears)))
            finally:
                databases.drop_all()
    return [
        {
            "name": "bus: outbox, RabbitMQ, inbox, empty reaction",
            "figure": round(median(ours)),
            "unit": "events/s",
            "ratio": round(median(ours) / median(theirs), 2),
            "baseline": f"aio-pika, confirmed and acknowledged: {median(theirs):.0f} events/s",
        }
    ]


async def _whole_way(broker: str, speaks: str, hears: str) -> float:
    exchange = f"bench.{token_hex(4)}"
    queue = Queue(service=exchange, lane=Lane.CORE, types=frozenset({Measured.wire_name}))
    done = _Countdown(EVENTS)
    on = Reactions()

    @on(Measured)
    async def nothing(event: Measured, work: Work) -> None:
        done.one()

    for url in (speaks, hears):
        await migrate(url, "chassis")
    async with (
        Database.open(speaks) as said,
        Database.open(hears) as heard,
        _bus(broker, exchange, queue) as bus,
    ):
        await _fill(Works(said, SystemClock(), source="bench"))
        inbox = Inbox("bench", Works(heard, SystemClock(), source="bench"), on)
        await bus.subscribe(queue, inbox.deliver)
        began = perf_counter()
        relaying = asyncio.create_task(Relay(said, bus, exchange).run())
        await done.wait()
        seconds = perf_counter() - began
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
    return EVENTS / seconds


async def _fill(works: Works) -> None:
    for _ in range(EVENTS // AT_ONCE):
        async with works() as work:
            work.publish(*(Measured(id=new_id()) for _ in range(AT_ONCE)))


async def _bare(broker: str) -> float:
    exchange_name = f"bench.{token_hex(4)}"
    queue = Queue(service=exchange_name, lane=Lane.CORE, types=frozenset({Measured.wire_name}))
    body = Measured(id=new_id()).model_dump_json().encode()
    done = _Countdown(EVENTS)
    window = asyncio.Semaphore(IN_FLIGHT)

    async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
        await message.ack()
        done.one()

    async with _bus(broker, exchange_name, queue), await aio_pika.connect(broker) as connection:
        sending, hearing = await connection.channel(), await connection.channel()
        exchange = await sending.get_exchange(exchange_name)
        await hearing.set_qos(prefetch_count=PREFETCH[Lane.CORE])
        await (await declare_queue(hearing, exchange_name, queue)).consume(take)

        async def send() -> None:
            async with window:
                message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
                await exchange.publish(message, Measured.wire_name, mandatory=True)

        began = perf_counter()
        await asyncio.gather(*(send() for _ in range(EVENTS)))
        await done.wait()
        return EVENTS / (perf_counter() - began)


@asynccontextmanager
async def _bus(broker: str, exchange: str, queue: Queue) -> AsyncIterator[RabbitBus]:
    """A bus on names of its own, which are gone from the broker afterwards."""
    bus = RabbitBus(broker, name=exchange, exchange=exchange)
    await bus.start()
    await bus.declare(queue)
    try:
        yield bus
    finally:
        await bus.close()
        async with await aio_pika.connect(broker) as connection:
            channel = await connection.channel()
            for name in (queue.name, f"{queue.name}.dead"):
                await channel.queue_delete(name)
            for name in (exchange, dead_exchange(exchange)):
                await channel.exchange_delete(name)


class _Countdown:
    def __init__(self, number: int) -> None:
        self._left = number
        self._over = asyncio.Event()

    def one(self) -> None:
        self._left -= 1
        if not self._left:
            self._over.set()

    async def wait(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._over.wait()


def _answers(broker: str) -> bool:
    async def connect() -> None:
        await (await aio_pika.connect(broker, timeout=5)).close()

    try:
        asyncio.run(connect())
    except (OSError, aio_pika.exceptions.AMQPError, TimeoutError):
        return False
    return True
