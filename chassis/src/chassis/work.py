"""Work: one transaction, with the events it will have caused and the alarms it sets."""

import copy
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from chassis import outbox, timers
from chassis.clock import Clock
from chassis.database import Database
from chassis.errors import Conflict, Stale
from chassis.events import Envelope, Event, Lane
from chassis.outbox import Said
from chassis.telemetry import metrics
from chassis.telemetry.tracing import current_traceparent
from chassis.timers import AlarmId, Setting
from chassis.together import Part, Writing, write_together


class ChangedMeanwhile(Conflict, code="changed-meanwhile"):
    """Somebody else changed the thing at the same moment; read it again."""


def check_version(version: int, expected: int | None) -> None:
    """Refuse when the caller read another version than the present one; None means any will do."""
    if expected is not None and expected != version:
        raise Stale(f"it is at version {version} now, you read version {expected}")


class Work:
    """What a use case works with.

    Nothing in here commits: whoever opened the work does, before the answer leaves. An effect, its
    events and its alarms are in one transaction.
    """

    session: AsyncSession
    now: datetime
    """The instant this work began: UTC, read once."""
    cause: Envelope | None
    """The event being reacted to, if any."""

    def __init__(
        self,
        session: AsyncSession,
        *,
        now: datetime,
        cause: Envelope | None = None,
        traceparent: Callable[[], str | None] = current_traceparent,
    ) -> None:
        self.session, self.now, self.cause = session, now, cause
        self._traceparent = traceparent
        self._said: list[Said] = []
        self._alarms: dict[AlarmId, Setting | None] = {}
        self._beside: list[Writing] = []

    def publish(self, *events: Event) -> None:
        """Say these facts aloud once this work is committed, in this order."""
        traceparent = self._traceparent() or (self.cause.traceparent if self.cause else None)
        self._said.extend(outbox.say(event, traceparent) for event in events)

    def set_alarm(
        self, name: str, key: str | UUID, *, at: datetime, lane: Lane = Lane.CORE
    ) -> None:
        """Ring `name` for `key` at `at`; setting it again moves it."""
        self._alarms[AlarmId(name, str(key))] = Setting(at, lane)

    def cancel_alarm(self, name: str, key: str | UUID) -> None:
        """Forget the alarm, if it is set."""
        self._alarms[AlarmId(name, str(key))] = None

    def write_beside(self, part: Part, values: Mapping[str, Any]) -> None:
        """Write this in the statement of the events and the alarms: until then nobody reads it."""
        self._beside.append((part, values))

    def caused_by(self, cause: Envelope) -> Self:
        """The same transaction, seen by the reaction to one event of a batch."""
        work = copy.copy(self)
        work.cause = cause
        return work

    @property
    def has_said(self) -> bool:
        """Tell whether events were published in it."""
        return bool(self._said)

    @property
    def has_set_alarms(self) -> bool:
        """Tell whether alarms were set, moved or cancelled in it."""
        return bool(self._alarms)

    async def write(self, source: str) -> None:
        """Write rows, events and alarms to the open transaction; its owner commits next."""
        await self.session.flush()
        writings = [*self._beside, *timers.record(self._alarms)]
        if self._said:  # the last runs first: events before alarms, whoever writes
            writings.append(outbox.record(self._said, source=source, time=self.now))
        await write_together(self.session, writings)


class Works:
    """Opens the works of one service.

    `after_publish` and `after_alarm` are called when a work that said or set something is
    committed: the relay and the alarms hang their bells there, so that nobody waits for a poll.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        source: str,
        traceparent: Callable[[], str | None] = current_traceparent,
    ) -> None:
        self.database, self.clock, self.source = database, clock, source
        self.after_publish: list[Callable[[], None]] = []
        self.after_alarm: list[Callable[[], None]] = []
        self._traceparent = traceparent
        self._committed = metrics.WORKS.labels(source)

    def __call__(
        self, *, cause: Envelope | None = None, reading: bool = False
    ) -> AbstractAsyncContextManager[Work]:
        """`async with works() as work:` commits on leaving, rolls back on any exception.

        No connection is taken before the first statement. One that is only `reading` sees, as any
        other, at each statement what is committed by then; it just does not pay for a transaction.
        """
        return self._open(cause, reading=reading)

    @asynccontextmanager
    async def _open(self, cause: Envelope | None, *, reading: bool) -> AsyncIterator[Work]:
        database = self.database
        async with database.readers() if reading else database.sessions() as session:
            now = self.clock.now()
            work = Work(session, now=now, cause=cause, traceparent=self._traceparent)
            with _lost_races():
                yield work
                await work.write(self.source)
                await session.commit()
        self._committed.inc()
        if work.has_said:
            _ring(self.after_publish)
        if work.has_set_alarms:
            _ring(self.after_alarm)


OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
"""`async with open_work(cause=None) as work:` commits on leaving, rolls back on any exception."""

# deadlock_detected, serialization_failure, lock_not_available
_LOST_RACES: Final = frozenset({"40P01", "40001", "55P03"})


@contextmanager
def _lost_races() -> Iterator[None]:
    """Two works met on the same rows: the one that lost is told so, as a refusal."""
    try:
        yield
    except StaleDataError as lost:
        raise ChangedMeanwhile("it was changed while you were changing it") from lost
    except DBAPIError as failed:
        if getattr(failed.orig, "sqlstate", None) not in _LOST_RACES:
            raise
        raise ChangedMeanwhile("it was changed while you were changing it") from failed


def _ring(bells: list[Callable[[], None]]) -> None:
    for bell in bells:
        bell()
