"""Core before courtesy, in what is heard: courtesy is taken only while no core batch waits."""

import asyncio
from collections.abc import Sequence

from chassis.bus import Deliver, Delivery
from chassis.events import Lane


class Precedence:
    """One taker of events behind two lanes."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._core_batches = 0
        self._no_core = asyncio.Event()
        self._no_core.set()

    def of(self, lane: Lane) -> Deliver:
        """What takes the batches of a lane."""
        return self._core if lane is Lane.CORE else self._courtesy

    async def _core(self, batch: Sequence[Delivery]) -> None:
        self._core_batches += 1
        self._no_core.clear()
        try:
            await self._deliver(batch)
        finally:
            self._core_batches -= 1
            if not self._core_batches:
                self._no_core.set()

    async def _courtesy(self, batch: Sequence[Delivery]) -> None:
        while self._core_batches:  # more may have come between the signal and our turn
            await self._no_core.wait()
        await self._deliver(batch)
