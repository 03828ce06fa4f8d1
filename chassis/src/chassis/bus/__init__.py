"""The bus port: carries envelopes between services, at least once.

`memory` serves one process, `rabbit` many; both pass `chassis/tests/bus/`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chassis.events import Envelope, Lane


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

# Returns: every delivery is taken for good (applied, deferred or parked). Raises: none is; send again.
Deliver = Callable[[Sequence[Delivery]], Awaitable[None]]


class Subscription(Protocol):
    """A consumer at work."""

    @property
    def alive(self) -> bool:
        """Is it really consuming? Readiness asks."""
        ...

    async def stop(self) -> None:
        """Take no more; return when what was taken is finished and acknowledged."""
        ...


class Bus(Protocol):
    """Carries envelopes between services, at least once, in order per subject and queue."""

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        """Send all, pipelined; for each, None when the bus has it for good, else what went wrong."""
        ...

    async def declare(self, queue: Queue) -> None:
        """Make the queue and its bindings, so that nothing said before its reader starts is lost."""
        ...

    async def subscribe(self, queue: Queue, deliver: Deliver) -> Subscription:
        """Declare the queue and hand what arrives, in micro-batches, to `deliver`, one call at a time."""
        ...

    @property
    def alive(self) -> bool:
        """Can it publish now?"""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...
