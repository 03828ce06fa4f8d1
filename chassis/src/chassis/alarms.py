"""Alarms: durable timers. Time is one more source of input, and rings in a work like any event.

An alarm is claimed, its reaction runs and the alarm is gone in one transaction: it has its effect
once, however many replicas ring. What sleeps costs nothing: the index leads to what is due.
"""

import asyncio
from typing import Any

import structlog
from sqlalchemy import Row

from chassis import dead_letters, timers
from chassis.backoff import Backoff, describe
from chassis.bell import Bell
from chassis.events import Lane
from chassis.reactions import Alarm, Reactions
from chassis.telemetry import metrics
from chassis.telemetry.tracing import continue_trace
from chassis.timers import AlarmId, Setting
from chassis.work import Work, Works

log = structlog.get_logger(__name__)


class Alarms:
    """The alarms of one service: `run()` them for ever, or `ring_due()`."""

    def __init__(
        self,
        service: str,
        works: Works,
        reactions: Reactions,
        *,
        backoff: Backoff | None = None,
        poll: float = 1.0,
        patience: float = 30.0,
    ) -> None:
        self._works = works
        self._reactions = reactions
        self._backoff = backoff or Backoff()
        self._poll, self._patience = poll, patience
        self._bell = Bell()
        self._rung = metrics.ALARMS_RUNG.labels(service)
        self._failed = metrics.ALARMS_FAILED.labels(service)
        works.after_alarm.append(self._bell.ring)

    async def run(self) -> None:
        """Ring what is due, for ever."""
        while True:
            await self.ring_due()
            await self._bell.wait(self._poll)

    async def ring_due(self) -> int:
        """Ring, one after another, what is due by now, and tell how many rang."""
        rung = 0
        while await self._ring_one():
            rung += 1
        return rung

    async def _ring_one(self) -> bool:
        async with self._works.database.sessions() as session:
            if not await timers.any_due(session, now=self._works.clock.now()):
                return False
        for lane in Lane:  # core before courtesy
            row: Row[Any] | None = None
            try:
                async with asyncio.timeout(self._patience), self._works() as work:
                    row = await timers.claim(work.session, lane, now=work.now)
                    if row is None:
                        continue
                    await self._react(row, work)
            except Exception as error:
                if row is None:
                    raise
                await self._failed_to_ring(row, error)
            else:
                self._rung.inc()
            return True
        return False

    async def _react(self, row: Row[Any], work: Work) -> None:
        reaction = self._reactions.alarms.get(row.name)
        if reaction is None:
            raise LookupError(f"nobody here reacts to the alarm {row.name}")
        alarm = Alarm(name=row.name, key=row.key, due_at=row.due_at, lane=Lane(row.lane))
        with continue_trace(None, name=row.name):
            await reaction(alarm, work)

    async def _failed_to_ring(self, row: Row[Any], error: Exception) -> None:
        attempts = row.attempts + 1
        log.warning("an alarm failed", alarm=row.name, key=row.key, error=describe(error))
        async with self._works() as work:
            if not self._backoff.gives_up(attempts):
                ring_at = work.now + self._backoff.wait(attempts)
                await timers.retry(work.session, row, ring_at=ring_at, error=describe(error))
            elif await timers.forget(work.session, row):
                await dead_letters.park_alarm(
                    work.session,
                    AlarmId(row.name, row.key),
                    Setting(row.due_at, Lane(row.lane)),
                    attempts=attempts,
                    error=describe(error),
                    now=work.now,
                )
        self._failed.inc()
