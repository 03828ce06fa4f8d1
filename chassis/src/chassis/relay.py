"""The relay: carries what was said from the outbox to the bus, at least once, in order per subject.

    committed ──► select a batch ──► publish, pipelined ──► delete what the bus has for good
                       ▲                    │
                       └── back off ◄── what it refused, and its subject's later ones behind it

One relay of a service leads; the others stand by for its advisory lock, which the server takes back
when the leader's connection is gone. A crash between publishing and deleting publishes again: the
readers' inboxes know.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.backoff import Backoff, describe
from chassis.bell import Bell
from chassis.bus import Bus
from chassis.clock import Clock, SystemClock
from chassis.database import Database
from chassis.tables import read_envelope
from chassis.telemetry import metrics

MEASURING: Final = 5.0
LONGEST_PAUSE: Final = 5.0

log = structlog.get_logger(__name__)

_LEAD: Final = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_STEP_DOWN: Final = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
# Never "position greater than last": positions are drawn in another order than works commit.
# Lanes sort as they should go: core, courtesy.
_BATCH: Final = text("""
    SELECT * FROM outbox AS o
    WHERE (retry_at IS NULL OR retry_at <= :now) AND NOT EXISTS (
        SELECT FROM outbox AS before
        WHERE before.lane = o.lane AND before.subject = o.subject
          AND before.position < o.position AND before.retry_at > :now
    )
    ORDER BY lane, position LIMIT :size
""")
_DELETE: Final = text("DELETE FROM outbox WHERE position = ANY(CAST(:positions AS bigint[]))")
_HOLD: Final = text("""
    UPDATE outbox SET attempts = attempts + 1, retry_at = failed.retry_at, error = failed.error
    FROM unnest(
        CAST(:positions AS bigint[]), CAST(:retry_at AS timestamptz[]), CAST(:errors AS text[])
    ) AS failed(position, retry_at, error)
    WHERE outbox.position = failed.position
""")
_OLDEST: Final = text("SELECT time FROM outbox ORDER BY position LIMIT 1")


class BusAway(Exception):
    """The bus cannot be reached: the whole outbox waits, none of its events is to blame."""


class Relay:
    """The relay of one service: `run()` it for ever, or `step()` it."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        name: str,
        *,
        clock: Clock | None = None,
        backoff: Backoff | None = None,
        size: int = 500,
        poll: float = 1.0,
    ) -> None:
        self._database, self._bus = database, bus
        self._lock = {"name": f"yinbao.relay.{name}"}
        self._clock = clock or SystemClock()
        self._backoff = backoff or Backoff()
        self._size, self._poll = size, poll
        self._bell = Bell()
        self._measured_at = 0.0
        self._oldest = metrics.OUTBOX_OLDEST.labels(name)
        self._sent = metrics.OUTBOX_SENT.labels(name)
        self._failed = metrics.OUTBOX_FAILED.labels(name)

    def wake(self) -> None:
        """There is something to send."""
        self._bell.ring()

    async def run(self) -> None:
        """Send what is committed, for ever; stand by while another relay of the service does."""
        async with self._connect() as connection:
            while True:
                async with self._leadership(connection) as leads:
                    if leads:
                        log.info("this relay leads")
                        await self._lead(connection)
                await self._measure(connection)
                await self._bell.wait(self._poll)

    async def step(self) -> int:
        """Send one batch, unless another relay leads, and tell how many the bus took."""
        async with self._connect() as connection, self._leadership(connection) as leads:
            if not leads:
                return 0
            try:
                return len((await self._send_batch(connection)).sent)
            except BusAway:
                return 0

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[AsyncConnection]:
        async with self._database.engine.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def _leadership(self, connection: AsyncConnection) -> AsyncIterator[bool]:
        leads = bool(await connection.scalar(_LEAD, self._lock))
        try:
            yield leads
        finally:
            if leads:
                await self._step_down(connection)

    async def _step_down(self, connection: AsyncConnection) -> None:
        try:
            await connection.execute(_STEP_DOWN, self._lock)
        except Exception:  # noqa: BLE001 - a connection that cannot say it gives the lock back by ending
            await connection.invalidate()

    async def _lead(self, connection: AsyncConnection) -> None:
        failures = 0
        while True:
            await self._measure(connection)
            try:
                batch = await _to_the_end(self._send_batch(connection))
            except BusAway as away:
                failures += 1
                log.warning("the bus is away, the outbox waits", error=str(away))
                await asyncio.sleep(min(0.05 * 2 ** min(failures, 10), LONGEST_PAUSE))
                continue
            failures = 0
            if len(batch.rows) < self._size:
                await self._bell.wait(self._poll)

    async def _send_batch(self, connection: AsyncConnection) -> "_Batch":
        now = self._clock.now()
        found = await connection.execute(_BATCH, {"now": now, "size": self._size})
        batch = _Batch(found.all())
        try:
            for wave in batch.waves():
                await self._send_wave(batch, wave)
        finally:
            if batch.sent:
                await connection.execute(_DELETE, {"positions": batch.sent})
                self._sent.inc(len(batch.sent))
        if batch.refused:
            await self._hold(connection, batch)
        return batch

    async def _send_wave(self, batch: "_Batch", wave: Sequence[Row[Any]]) -> None:
        try:
            outcome = await self._bus.publish([read_envelope(row) for row in wave])
        except Exception as error:
            raise BusAway(describe(error)) from error
        errors = batch.note(wave, outcome)
        if errors and not self._bus.alive:
            raise BusAway(describe(errors[0]))

    async def _hold(self, connection: AsyncConnection, batch: "_Batch") -> None:
        now = self._clock.now()
        for row, error in batch.refused:
            log.warning(
                "the bus refused an event", type=row.type, id=str(row.event_id), error=str(error)
            )
        await connection.execute(
            _HOLD,
            {
                "positions": [row.position for row, _ in batch.refused],
                "retry_at": [
                    now + self._backoff.wait(row.attempts + 1) for row, _ in batch.refused
                ],
                "errors": [describe(error) for _, error in batch.refused],
            },
        )
        self._failed.inc(len(batch.refused))

    async def _measure(self, connection: AsyncConnection) -> None:
        if time.monotonic() < self._measured_at + MEASURING:
            return
        self._measured_at = time.monotonic()
        oldest = await connection.scalar(_OLDEST)
        self._oldest.set((self._clock.now() - oldest).total_seconds() if oldest else 0)


async def _to_the_end(work: Coroutine[Any, Any, "_Batch"]) -> "_Batch":
    """Finish a batch even when told to stop: what the bus took would else be sent again."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


class _Batch:
    """Some rows of the outbox, and what became of each."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        self.rows = rows
        self.sent: list[int] = []
        self.refused: list[tuple[Row[Any], Exception]] = []
        self._held: set[tuple[str, str]] = set()

    def waves(self) -> Iterator[Sequence[Row[Any]]]:
        """Yield the first event of each subject, then the second if the first was taken, and so on.

        What is in flight together may be refused singly, so it must not share a subject.
        """
        waiting = self.rows
        while waiting:
            subjects: set[tuple[str, str]] = set()
            wave: list[Row[Any]] = []
            later: list[Row[Any]] = []
            for row in waiting:
                subject = (row.lane, row.subject)
                (later if subject in subjects else wave).append(row)
                subjects.add(subject)
            yield wave
            waiting = [row for row in later if (row.lane, row.subject) not in self._held]

    def note(
        self, wave: Sequence[Row[Any]], outcome: Sequence[Exception | None]
    ) -> list[Exception]:
        """Remember how a wave went, and return what went wrong."""
        refused = []
        for row, error in zip(wave, outcome, strict=True):
            if error is None:
                self.sent.append(row.position)
            else:
                refused.append((row, error))
                self._held.add((row.lane, row.subject))
        self.refused += refused
        return [error for _, error in refused]
