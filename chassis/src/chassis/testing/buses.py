"""What tests of a bus are written with: a room of its own, a reader, a patient publisher."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Final

import aio_pika

from chassis.bus import Bus, Delivery, Queue
from chassis.bus.memory import MemoryBus
from chassis.bus.rabbit import Patience, RabbitBus
from chassis.events import Envelope, Lane
from chassis.ids import new_id

HASTE: Final = Patience(connect=5, answer=2, confirm=5, watch=0.2, longest_pause=0.1)


async def until(holds: Callable[[], bool], *, within: float = 20) -> None:
    """Return as soon as it holds; fail when it does not within so many seconds."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(0.01)


def an_envelope(
    version: int = 1, *, type_: str = "tale.told.v1", traceparent: str | None = None
) -> Envelope:
    """Something to say."""
    return Envelope(
        id=new_id(),
        type=type_,
        source="tale",
        subject="the fox",
        subject_version=version,
        time=datetime(2026, 3, 1, 12, 30, 0, 123456, tzinfo=UTC),
        lane=Lane.CORE,
        data='{"says": "音"}'.encode(),
        traceparent=traceparent,
    )


def tales(first: int, last: int) -> list[Envelope]:
    """Several things to say about one subject, in order."""
    return [an_envelope(version) for version in range(first, last + 1)]


class Reader:
    """Remembers what it was handed; refuses as often as it is told to; waits at its gate."""

    def __init__(self, *, refusing: int = 0) -> None:
        self.refusing = refusing
        self.batches: list[list[Delivery]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.in_hand = 0
        self.most_in_hand = 0

    @property
    def heard(self) -> list[Delivery]:
        """Everything it took, in order."""
        return [delivery for batch in self.batches for delivery in batch]

    @property
    def versions(self) -> list[int]:
        """The subject's versions it took, in order."""
        return [
            delivery.subject_version for delivery in self.heard if isinstance(delivery, Envelope)
        ]

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        """Take these, or refuse."""
        self.in_hand += 1
        self.most_in_hand = max(self.in_hand, self.most_in_hand)
        try:
            await self.gate.wait()
            if self.refusing:
                self.refusing -= 1
                raise ConnectionError("the database is away")
            self.batches.append(list(deliveries))
        finally:
            self.in_hand -= 1


async def say(bus: Bus, envelopes: Sequence[Envelope], *, within: float = 20) -> None:
    """As a relay does: what the bus does not take is sent again, and nothing overtakes it."""
    waiting = list(envelopes)
    async with asyncio.timeout(within):
        while waiting:
            answers = await bus.publish(waiting)
            waiting = [e for e, answer in zip(waiting, answers, strict=True) if answer is not None]
            if waiting:
                await asyncio.sleep(0.02)


class Room:
    """Opens buses that meet one another and nobody else, and names queues."""

    def __init__(self, url: str | None, stack: AsyncExitStack) -> None:
        self.name = f"room-{secrets.token_hex(6)}"
        self.url = url
        self._stack = stack
        self._memory = MemoryBus()
        self.queues: list[Queue] = []

    def queue(self, service: str = "reader", *types: str, lane: Lane = Lane.CORE) -> Queue:
        """A queue of a service in this room."""
        queue = Queue(
            service=f"{self.name}.{service}", lane=lane, types=frozenset(types or ["tale.told.v1"])
        )
        self.queues.append(queue)
        return queue

    async def open(self, url: str | None = None, *, patience: Patience = HASTE) -> Bus:
        """One more bus in this room; for all of one process, it is the same one."""
        if self.url is None:
            self._stack.push_async_callback(self._memory.close)
            return self._memory
        bus = RabbitBus(url or self.url, name="test", exchange=self.name, patience=patience)
        await bus.start()
        self._stack.push_async_callback(bus.close)
        return bus


@asynccontextmanager
async def a_room(url: str | None) -> AsyncIterator[Room]:
    """A room on the broker at `url`, or without a broker; nothing of it is left behind."""
    async with AsyncExitStack() as stack:
        room = Room(url, stack)
        yield room
    if url is not None:
        await _clear(url, room)


async def _clear(url: str, room: Room) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for queue in room.queues:
            await channel.queue_delete(queue.name)
            await channel.queue_delete(f"{queue.name}.dead")
        await channel.exchange_delete(room.name)
        await channel.exchange_delete(f"{room.name}.dead")
