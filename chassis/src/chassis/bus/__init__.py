"""The bus port: carries envelopes between services, at least once.

`memory` serves one process, `rabbit` many; both pass `chassis/tests/bus/`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from chassis.events import Envelope, Lane

BATCH: Final = 100  # the most deliveries one call of `Deliver` gets


class NotTaken(Exception):
    """The bus does not have this envelope for good; the publisher keeps it and tries again."""


class Unroutable(NotTaken):
    """No queue hears this type: its reader has not been installed yet, or nobody is meant to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A durable queue: one per service and lane, bound to the event types the service hears."""

    service: str
    lane: Lane
    types: frozenset[str]

    @property
    def name(self) -> str:
        """Its name on the broker, e.g. `claims.core`."""
        return f"{self.service}.{self.lane}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """A message that is no CloudEvent of ours; kept as the bytes it came as."""

    headers: Mapping[str, str]
    body: bytes
    error: str


Delivery = Envelope | Undecodable

Deliver = Callable[[Sequence[Delivery]], Awaitable[None]]
"""Returns: every delivery is taken for good (applied, deferred or parked). Raises: none is, so
they are sent again, in the same order."""


class Subscription(Protocol):
    """A consumer at work."""

    @property
    def alive(self) -> bool:
        """It is really consuming. Readiness asks."""
        ...

    async def stop(self) -> None:
        """Take no more; return when what was taken is finished and acknowledged."""
        ...


class Bus(Protocol):
    """Carries envelopes between services, at least once, in order per subject and queue."""

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        """Send all, pipelined; for each, None when the bus has it for good, else why not."""
        ...

    async def declare(self, queue: Queue) -> None:
        """Make the queue and its bindings: what is said before its reader starts is kept."""
        ...

    async def subscribe(self, queue: Queue, deliver: Deliver) -> Subscription:
        """Declare the queue; hand what arrives to `deliver`, in micro-batches, a call at a time."""
        ...

    @property
    def alive(self) -> bool:
        """It can publish now."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


@asynccontextmanager
async def open_bus(url: str, *, name: str) -> AsyncIterator[Bus]:
    """Open the bus at `url` (`memory://`, `amqp://…`); a broker shows its connections as `name`."""
    bus = await _connect(url, name)
    try:
        yield bus
    finally:
        await bus.close()


async def _connect(url: str, name: str) -> Bus:
    match url.partition("://")[0]:
        case "memory":
            from chassis.bus.memory import MemoryBus

            return MemoryBus()
        case "amqp" | "amqps":
            # Imported when asked for: one process without a broker need not carry a client.
            from chassis.bus.rabbit import RabbitBus

            return await RabbitBus.connect(url, name=name)
        case scheme:
            raise ValueError(f"there is no bus for {scheme}://; use memory:// or amqp://")
