"""A bus that only listens: what a service says is kept for the test to read."""

from collections.abc import Sequence

from chassis.bus import Bus, Deliver, Queue
from chassis.events import Envelope, Event, event_class
from chassis.wire import decode, encode


class RecordingBus(Bus):
    """Takes every envelope, through the wire format, and hands it to nobody."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        """Everything it was given, in order."""
        self._told = 0

    @property
    def alive(self) -> bool:
        """It can always publish."""
        return True

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        """Keep them all."""
        self.envelopes += [decode(encode(envelope)) for envelope in envelopes]
        return [None] * len(envelopes)

    def new_events(self) -> list[Event]:
        """What was said since this was last asked."""
        new, self._told = self.envelopes[self._told :], len(self.envelopes)
        return [_event(envelope) for envelope in new]

    async def declare(self, queue: Queue) -> None:
        """Queues are nothing to it."""

    async def subscribe(self, queue: Queue, deliver: Deliver) -> "_Silence":
        """Nothing will ever arrive."""
        return _Silence()

    async def close(self) -> None:
        """Nothing to let go of."""


class _Silence:
    alive = True

    async def stop(self) -> None:
        pass


def _event(envelope: Envelope) -> Event:
    fact = event_class(envelope.type)
    if fact is None:
        raise LookupError(f"no event of this process is named {envelope.type}")
    return fact.model_validate_json(envelope.data)
