"""The inbox: what a service hears takes effect once, in order per subject.

    delivered ─► claimed with its batch ─► reactions, one after another ─► committed, acknowledged
                       │ (when one fails the batch is undone and each is taken singly)
                       └─► put off ─► tried again, later and later ─► parked as a dead letter

The row that remembers an event is in the same transaction as the event's effect. Nothing is
acknowledged before it is applied, put off or parked.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy import Row

from chassis import dead_letters, deferrals
from chassis.backoff import Backoff, describe
from chassis.bell import Bell
from chassis.bus import Delivery, Undecodable
from chassis.events import Envelope, Event, Lane, event_class
from chassis.reactions import Reaction, Reactions
from chassis.tables import read_envelope
from chassis.telemetry import metrics
from chassis.telemetry.tracing import continue_trace
from chassis.work import Work, Works

BATCH: Final = 200
PATIENCE: Final = 30.0
"""Seconds a batch, and an event taken singly, may take; one that hangs must not stop the rest."""
LONGEST_WORD: Final = 200

log = structlog.get_logger(__name__)


class Unreadable(ValueError):
    """An event whose body or attributes are not what its name promises; trying again is no use."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An envelope with its reaction, and the event in it or why there is none."""

    envelope: Envelope
    reaction: Reaction
    event: Event | Unreadable


class Inbox:
    """The inbox of one service: `deliver` is what its queues are given."""

    def __init__(
        self,
        service: str,
        works: Works,
        reactions: Reactions,
        *,
        backoff: Backoff | None = None,
        poll: float = 1.0,
        patience: float = PATIENCE,
    ) -> None:
        self._works = works
        self._backoff = backoff or Backoff()
        self._poll, self._patience = poll, patience
        self._reactions = reactions
        self._bell = Bell()
        self._taken = metrics.INBOX_TAKEN.labels(service)
        self._duplicates = metrics.INBOX_DUPLICATES.labels(service)
        self._deferred = metrics.INBOX_DEFERRED.labels(service)
        self._parked = metrics.INBOX_PARKED.labels(service)

    async def deliver(self, deliveries: Sequence[Delivery]) -> None:
        """Take all for good; raise only while the database is away, so that the bus sends again."""
        for start in range(0, len(deliveries), BATCH):
            await self._take(deliveries[start : start + BATCH])

    async def run(self) -> None:
        """Try again what was put off, for ever."""
        while True:
            await self.retry_due()
            await self._bell.wait(self._poll)

    async def retry_due(self) -> int:
        """Try again, one after another, what is due by now, and tell how many attempts it took."""
        tried = 0
        while await self._retry_one():
            tried += 1
        return tried

    async def _take(self, batch: Sequence[Delivery]) -> None:
        try:
            await self._apply(batch)
        except Exception as error:
            if len(batch) > 1:
                for one in batch:  # so that only the one to blame suffers
                    await self._take([one])
            elif isinstance(batch[0], Envelope):
                await self._put_off(batch[0], error)
            else:
                raise

    async def _apply(self, batch: Sequence[Delivery]) -> None:
        unreadable, heard = self._read_all(batch)
        waiting: list[Envelope] = []
        taken, parked = 0, len(unreadable)
        async with asyncio.timeout(self._patience), self._works() as work:
            for message in unreadable:
                await dead_letters.park_message(work.session, message, now=work.now)
            fresh = await deferrals.claim(work.session, [h.envelope for h in heard], now=work.now)
            for one in heard:
                waits = fresh.get(one.envelope.id)
                if waits is None:
                    continue  # a duplicate
                if isinstance(one.event, Unreadable):
                    parked += 1
                    await self._park(work, one.envelope, attempts=1, error=one.event)
                elif waits:
                    waiting.append(one.envelope)
                else:
                    taken += 1
                    await _react(one, work)
            if waiting:
                await deferrals.defer(work.session, waiting, retry_at=work.now)
        self._taken.inc(taken)
        self._parked.inc(parked)
        self._duplicates.inc(len(heard) - len(fresh))
        if waiting:
            self._bell.ring()

    def _read_all(self, batch: Sequence[Delivery]) -> tuple[list[Undecodable], list[Heard]]:
        unreadable: list[Undecodable] = []
        heard: dict[UUID, Heard] = {}  # one batch may hold an event twice
        for delivery in batch:
            if isinstance(delivery, Undecodable):
                unreadable.append(delivery)
            elif not _can_be_kept(delivery):
                unreadable.append(_as_message(delivery))
            elif known := self._read(delivery):
                heard[delivery.id] = known
        return unreadable, list(heard.values())

    def _read(self, envelope: Envelope) -> Heard | None:
        """Find the reaction and parse the body; None when nobody here reacts (any more)."""
        fact = event_class(envelope.type)
        reaction = self._reactions.events.get(fact) if fact else None
        if fact is None or reaction is None:
            return None
        try:
            return Heard(envelope, reaction, fact.model_validate_json(envelope.data))
        except ValidationError as error:
            return Heard(envelope, reaction, Unreadable(str(error)))

    async def _put_off(self, envelope: Envelope, error: Exception) -> None:
        async with self._works() as work:
            if not await deferrals.claim(work.session, [envelope], now=work.now):
                return  # another replica has taken it meanwhile
            if self._backoff.gives_up(1):
                await self._park(work, envelope, attempts=1, error=error)
                self._parked.inc()
                return
            await deferrals.defer(
                work.session,
                [envelope],
                retry_at=work.now + self._backoff.wait(1),
                attempts=1,
                error=describe(error),
            )
        self._deferred.inc()
        log.warning(
            "a reaction failed", type=envelope.type, id=str(envelope.id), error=describe(error)
        )

    async def _retry_one(self) -> bool:
        async with self._works.database.sessions() as session:
            if not await deferrals.any_due(session, now=self._works.clock.now()):
                return False
        for lane in Lane:  # core before courtesy
            row: Row[Any] | None = None
            try:
                async with asyncio.timeout(self._patience), self._works() as work:
                    row = await deferrals.next_due(work.session, lane, now=work.now)
                    if row is None:
                        continue
                    await _react(self._read_again(row), work)
                    await deferrals.forget(work.session, row)
            except Exception as error:
                if row is None:
                    raise
                await self._failed_again(row, error)
            else:
                self._taken.inc()
            return True
        return False

    def _read_again(self, row: Row[Any]) -> Heard:
        heard = self._read(read_envelope(row))
        if heard is None:
            raise LookupError(f"nobody here reacts to {row.type} any more")
        if isinstance(heard.event, Unreadable):
            raise heard.event
        return heard

    async def _failed_again(self, row: Row[Any], error: Exception) -> None:
        attempts = row.attempts + 1
        gives_up = isinstance(error, Unreadable) or self._backoff.gives_up(attempts)
        async with self._works() as work:
            if not gives_up:
                retry_at = work.now + self._backoff.wait(attempts)
                await deferrals.put_off(work.session, row, retry_at=retry_at, error=describe(error))
            elif await deferrals.forget(work.session, row):
                await self._park(work, read_envelope(row), attempts=attempts, error=error)
        (self._parked if gives_up else self._deferred).inc()

    async def _park(
        self, work: Work, envelope: Envelope, *, attempts: int, error: Exception
    ) -> None:
        log.error(
            "an event is parked", type=envelope.type, id=str(envelope.id), error=describe(error)
        )
        await dead_letters.park_event(
            work.session, envelope, attempts=attempts, error=describe(error), now=work.now
        )


async def _react(heard: Heard, work: Work) -> None:
    with continue_trace(heard.envelope.traceparent, name=heard.envelope.type):
        await heard.reaction(heard.event, work.caused_by(heard.envelope))


def _can_be_kept(envelope: Envelope) -> bool:
    """PostgreSQL keeps no NUL, no half surrogate pair, and indexes no words without end."""
    words = (envelope.type, envelope.source, envelope.subject, envelope.traceparent or "")
    return all(word.isprintable() and len(word) <= LONGEST_WORD for word in words)


def _as_message(envelope: Envelope) -> Undecodable:
    headers = {
        "ce-id": str(envelope.id),
        "ce-type": envelope.type,
        "ce-source": envelope.source,
        "ce-subject": envelope.subject,
    }
    error = "an attribute is too long or holds characters that are not printable"
    return Undecodable(headers=headers, body=envelope.data, error=error)
