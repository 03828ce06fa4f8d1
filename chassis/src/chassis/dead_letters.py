"""Dead letters: what we gave up on, kept in the service's own database for a person to look at.

A letter was an event, an alarm, or a message nobody could read. Redriving puts it back where it
came from, with all its attempts before it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage
from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import deferrals, timers, wire
from chassis.bus import Undecodable
from chassis.errors import Conflict, NotFound
from chassis.events import Envelope, Lane
from chassis.ids import new_id
from chassis.tables import dead_letters
from chassis.timers import AlarmId, Setting
from chassis.work import Work


class NoSuchLetter(NotFound, code="no-such-dead-letter"):
    """There is no such dead letter; perhaps it was redriven."""


class StillUnreadable(Conflict, code="still-unreadable"):
    """This message is no event of ours, and trying again does not make it one."""


class SetAgain(Conflict, code="alarm-set-again"):
    """The alarm was set again since we gave up on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Something we gave up on, and why."""

    id: UUID
    kind: str
    """`event`, `alarm` or `message`."""
    lane: Lane
    type: str
    """The event's wire name or the alarm's name."""
    source: str
    subject: str
    """The event's subject or the alarm's key."""
    subject_version: int
    time: datetime
    """When the event was said or the alarm was due."""
    data: bytes
    headers: dict[str, str]
    traceparent: str | None
    attempts: int
    error: str
    parked_at: datetime


async def list_dead_letters(
    work: Work, *, limit: int = 50, after: DeadLetter | None = None
) -> list[DeadLetter]:
    """List the letters, the oldest first, from behind `after`."""
    order = (dead_letters.c.parked_at, dead_letters.c.id)
    statement = select(dead_letters).order_by(*order).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(*order) > (after.parked_at, after.id))
    return [DeadLetter(**row) for row in (await work.session.execute(statement)).mappings()]


async def show_dead_letter(work: Work, letter_id: UUID) -> DeadLetter:
    """Show one letter, whole."""
    statement = select(dead_letters).where(dead_letters.c.id == letter_id)
    row = (await work.session.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NoSuchLetter(f"there is no dead letter {letter_id}")
    return DeadLetter(**row)


async def redrive_dead_letter(work: Work, letter_id: UUID) -> DeadLetter:
    """Put a letter back to where it came from, with all its attempts before it."""
    statement = delete(dead_letters).where(dead_letters.c.id == letter_id).returning(dead_letters)
    row = (await work.session.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NoSuchLetter(f"there is no dead letter {letter_id}")
    letter = DeadLetter(**row)
    if letter.kind == "alarm":
        if not await timers.restore(work.session, _alarm(letter), _setting(letter)):
            raise SetAgain(f"{letter.type} for {letter.subject} was set again and will ring anyway")
    elif letter.kind == "event":
        await deferrals.defer(work.session, [_envelope(letter)], retry_at=work.now)
    else:
        envelope = _read_again(letter)
        if await deferrals.claim(work.session, [envelope], now=work.now):
            await deferrals.defer(work.session, [envelope], retry_at=work.now)
    return letter


async def park_event(
    session: AsyncSession, envelope: Envelope, *, attempts: int, error: str, now: datetime
) -> None:
    """Give up on an event."""
    await _park(
        session,
        id=envelope.id,
        kind="event",
        lane=envelope.lane,
        type=envelope.type,
        source=envelope.source,
        subject=envelope.subject,
        subject_version=envelope.subject_version,
        time=envelope.time,
        data=envelope.data,
        traceparent=envelope.traceparent,
        attempts=attempts,
        error=error,
        parked_at=now,
    )


async def park_alarm(
    session: AsyncSession,
    alarm: AlarmId,
    setting: Setting,
    *,
    attempts: int,
    error: str,
    now: datetime,
) -> None:
    """Give up on an alarm."""
    await _park(
        session,
        id=new_id(),
        kind="alarm",
        lane=setting.lane,
        type=alarm.name,
        source="",
        subject=alarm.key,
        subject_version=0,
        time=setting.at,
        data=b"",
        traceparent=None,
        attempts=attempts,
        error=error,
        parked_at=now,
    )


async def park_message(session: AsyncSession, message: Undecodable, *, now: datetime) -> None:
    """Keep a message that nobody can read, as the bytes it came as; the same one is kept once."""
    headers = {name: str(value) for name, value in message.headers.items()}
    written = json.dumps(headers, sort_keys=True)
    digest = hashlib.sha256(written.encode() + b"\n" + message.body).hexdigest()
    await _park(
        session,
        id=uuid5(NAMESPACE_OID, digest),
        kind="message",
        lane=Lane.CORE,
        type=headers.get("ce-type", ""),
        source=headers.get("ce-source", ""),
        subject=headers.get("ce-subject", ""),
        subject_version=0,
        time=now,
        data=message.body,
        headers=headers,
        traceparent=None,
        attempts=1,
        error=message.error,
        parked_at=now,
    )


async def _park(session: AsyncSession, **values: Any) -> None:
    kept = {name: _without_nul(value) for name, value in values.items()}
    await session.execute(insert(dead_letters).values(kept).on_conflict_do_nothing())


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps any text but the one with a NUL or half a surrogate pair in it."""
    if isinstance(value, str) and not isinstance(value, Lane):
        return value.encode(errors="replace").decode().replace("\x00", "�")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(one) for key, one in value.items()}
    return value


def _alarm(letter: DeadLetter) -> AlarmId:
    return AlarmId(letter.type, letter.subject)


def _setting(letter: DeadLetter) -> Setting:
    return Setting(letter.time, letter.lane)


def _envelope(letter: DeadLetter) -> Envelope:
    return Envelope(
        id=letter.id,
        type=letter.type,
        source=letter.source,
        subject=letter.subject,
        subject_version=letter.subject_version,
        time=letter.time,
        lane=letter.lane,
        data=letter.data,
        traceparent=letter.traceparent,
    )


def _read_again(letter: DeadLetter) -> Envelope:
    content_type = letter.headers.get("content-type", wire.CONTENT_TYPE)
    try:
        return wire.decode(RabbitMQMessage(letter.headers, content_type, letter.data))
    except wire.Malformed as error:
        raise StillUnreadable(str(error)) from error
