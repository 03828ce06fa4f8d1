"""The port, on RabbitMQ."""

import asyncio
from collections.abc import Sequence
from typing import Self

from chassis.bus import Bus, Deliver, Queue, Subscription
from chassis.bus.rabbit.consumer import Consumer
from chassis.bus.rabbit.link import opened
from chassis.bus.rabbit.patience import Patience
from chassis.bus.rabbit.publisher import Publisher
from chassis.bus.rabbit.topology import EXCHANGE, declare_queue
from chassis.events import Envelope


class RabbitBus(Bus):
    """One connection to publish, one for each queue that is read."""

    def __init__(
        self, url: str, *, name: str, exchange: str = EXCHANGE, patience: Patience | None = None
    ) -> None:
        self._url = url
        self._name = name
        self._exchange = exchange
        self._patience = patience or Patience()
        self._consumers: list[Consumer] = []
        self._publisher = Publisher(url, name=name, exchange=exchange, patience=self._patience)

    @classmethod
    async def connect(cls, url: str, *, name: str) -> Self:
        """Open the bus, or raise why the broker cannot be reached."""
        bus = cls(url, name=name)
        await bus.start()
        return bus

    async def start(self) -> None:
        """Connect; from then on a lost connection comes back by itself."""
        await self._publisher.link.start()

    @property
    def alive(self) -> bool:
        """It can publish now."""
        return self._publisher.link.alive

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        """Send all, pipelined; for each, None when the broker has it for good, else why not."""
        return await self._publisher.publish(envelopes)

    async def declare(self, queue: Queue) -> None:
        """Make the queue and its bindings."""
        async with opened(self._url, f"{self._name} declares", self._patience) as channel:
            await declare_queue(channel, self._exchange, queue)

    async def subscribe(self, queue: Queue, deliver: Deliver) -> Subscription:
        """Declare the queue; hand what arrives to `deliver`, in micro-batches, a call at a time."""
        consumer = Consumer(
            self._url, queue, deliver, exchange=self._exchange, patience=self._patience
        )
        await consumer.link.start()
        self._consumers.append(consumer)
        return consumer

    async def close(self) -> None:
        """Stop every reader, then let go of every connection."""
        await asyncio.gather(*(consumer.stop() for consumer in self._consumers))
        await self._publisher.link.stop()
