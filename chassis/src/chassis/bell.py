"""A bell: wakes a loop of this process at once, where other processes wait for the next poll."""

import asyncio


class Bell:
    """Rung by whoever made work, waited for by the loop that does it."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop; when it is busy, it will not sleep next time."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Sleep until it is rung, and no longer than that."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()
