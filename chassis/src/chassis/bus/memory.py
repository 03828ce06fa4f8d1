"""The bus of one process: no broker, and nothing kept.

`publish` returns when every reader has taken the event, so what is not taken stays in the
publisher's outbox. Everything goes through the wire format, as it would with a broker.
"""

import asyncio
from collections.abc import Sequence

from chassis.bus import BATCH, Bus, Deliver, Delivery, NotTaken, Queue, Unroutable
from chassis.events import Envelope
from chassis.wire import Malformed, decode, encode


class MemorySubscription:
    """A reader of one queue."""

    def __init__(self, lane: "_Lane", deliver: Deliver) -> None:
        self._lane = lane
        self.deliver = deliver

    @property
    def alive(self) -> bool:
        """It is really consuming."""
        return self in self._lane.readers

    async def stop(self) -> None:
        """Take no more; return when what was taken is finished."""
        if self in self._lane.readers:
            self._lane.readers.remove(self)
        async with self._lane.turn:
            pass


class _Lane:
    """A queue of this process: its readers, of whom the first is active, and whose turn it is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.types: set[str] = set()
        self.readers: list[MemorySubscription] = []
        self.turn = asyncio.Lock()

    async def take(self, deliveries: Sequence[Delivery]) -> list[Exception | None]:
        outcome: list[Exception | None] = []
        async with self.turn:
            for start in range(0, len(deliveries), BATCH):
                batch = deliveries[start : start + BATCH]
                error = await self._hand_over(batch)
                if error is not None:  # the later ones must not overtake these
                    return outcome + [error] * (len(deliveries) - start)
                outcome += [None] * len(batch)
        return outcome

    async def _hand_over(self, batch: Sequence[Delivery]) -> Exception | None:
        if not self.readers:
            return NotTaken(f"nobody is reading {self.name}")
        try:
            await self.readers[0].deliver(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the publisher still has the event
            return error
        return None


class MemoryBus(Bus):
    """Publisher and readers in one event loop."""

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = {}
        self._closed = False

    @property
    def alive(self) -> bool:
        """It can publish now."""
        return not self._closed

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        """Hand each to every queue that hears it; None when all of them have taken it."""
        if self._closed:
            return [NotTaken("the bus is closed")] * len(envelopes)
        outcome: list[Exception | None] = [None] * len(envelopes)
        under_way = dict[int, Delivery]()
        for i, envelope in enumerate(envelopes):
            try:
                under_way[i] = self._through_the_wire(envelope)
            except (Malformed, Unroutable) as error:
                outcome[i] = error

        async def hand_to(lane: _Lane) -> None:
            heard = [i for i in under_way if envelopes[i].type in lane.types]
            answers = await lane.take([under_way[i] for i in heard])
            for i, answer in zip(heard, answers, strict=True):
                outcome[i] = outcome[i] or answer

        await asyncio.gather(*(hand_to(lane) for lane in list(self._lanes.values())))
        return outcome

    async def declare(self, queue: Queue) -> None:
        """Make the queue and its bindings."""
        self._lane(queue)

    async def subscribe(self, queue: Queue, deliver: Deliver) -> MemorySubscription:
        """Hand what arrives to `deliver`, one call at a time."""
        lane = self._lane(queue)
        subscription = MemorySubscription(lane, deliver)
        lane.readers.append(subscription)
        return subscription

    async def close(self) -> None:
        """Let go of every reader."""
        self._closed = True
        for lane in self._lanes.values():
            for reader in list(lane.readers):
                await reader.stop()

    def _lane(self, queue: Queue) -> _Lane:
        lane = self._lanes.setdefault(queue.name, _Lane(queue.name))
        lane.types |= queue.types
        return lane

    def _through_the_wire(self, envelope: Envelope) -> Delivery:
        if not any(envelope.type in lane.types for lane in self._lanes.values()):
            raise Unroutable(f"no queue hears {envelope.type}")
        return decode(encode(envelope))
