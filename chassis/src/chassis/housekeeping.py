"""Housekeeping: what is remembered only to recognise a repetition is forgotten after some days."""

import asyncio
from datetime import timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete

from chassis.clock import Clock
from chassis.database import Database
from chassis.tables import idempotency_keys, inbox

INBOX_KEPT: Final = timedelta(days=14)
"""No bus repeats an event later than that."""
KEYS_KEPT: Final = timedelta(days=7)
"""Whoever repeats a request within a week gets the answer of the first."""
EVERY: Final = 3600.0


class Housekeeping:
    """The housekeeping of one service: `run()` it for ever, or `sweep()` once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def run(self) -> None:
        """Sweep every hour, for ever."""
        while True:
            await self.sweep()
            await asyncio.sleep(EVERY)

    async def sweep(self) -> int:
        """Forget what is old, and tell how many rows that was."""
        now = self._clock.now()
        old = (
            delete(inbox).where(inbox.c.taken_at < now - INBOX_KEPT),
            delete(idempotency_keys).where(idempotency_keys.c.created_at < now - KEYS_KEPT),
        )
        swept = 0
        for statement in old:
            async with self._database.engine.begin() as connection:
                result = cast("CursorResult[Any]", await connection.execute(statement))
                swept += result.rowcount
        return swept
