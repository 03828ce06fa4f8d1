"""Supervision: what a service does in the background goes on, whatever happens to it.

A loop that fails is logged and begun again after a pause that doubles from half a second to half a
minute. While it pauses it is a fault, and readiness says so.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
CALM: Final = 60.0
"""A loop that went well for this long has recovered: its next fault pauses briefly again."""

Loop = Callable[[], Awaitable[None]]

log = structlog.get_logger(__name__)


class Supervisor:
    """Keeps named loops running until it is told to stop them."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.faults: dict[str, str] = {}
        """The loops that are down at this moment, each with its error."""

    def start(self, name: str, loop: Loop) -> None:
        """Run `loop` until it returns; begin it again whenever it raises."""
        if name in self._tasks:
            raise ValueError(f"{name} is already running")
        self._tasks[name] = asyncio.create_task(self._keep(name, loop), name=name)

    async def stop(self, *names: str) -> None:
        """Cancel these loops, or all of them, and return when they have let go."""
        tasks = [
            self._tasks.pop(name) for name in names or list(self._tasks) if name in self._tasks
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, name: str, loop: Loop) -> None:
        time = asyncio.get_running_loop().time
        pause = FIRST_PAUSE
        while True:
            began = time()
            # A fault is over when the loop has been begun again and holds for a moment.
            recovered = asyncio.get_running_loop().call_later(FIRST_PAUSE, self._recovered, name)
            try:
                await loop()
            except Exception as error:
                if time() - began > CALM:
                    pause = FIRST_PAUSE
                self.faults[name] = f"{type(error).__name__}: {error}"
                log.exception("a loop failed and will begin again", loop=name, pause=pause)
            else:
                self._recovered(name)
                return
            finally:
                recovered.cancel()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _recovered(self, name: str) -> None:
        if self.faults.pop(name, None) is not None:
            log.info("the loop runs again", loop=name)
