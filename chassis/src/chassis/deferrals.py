"""What was heard, as rows: taken once, or put off with its subject's later events behind it.

An event waits while an earlier one (by `subject_version`) of the same source, subject and lane is
put off, so order per subject holds though others go on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.events import Envelope, Lane
from chassis.tables import deferred

# Sorted, so that two batches sharing events wait for each other in one direction only.
_CLAIM: Final = text("""
    WITH heard AS (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:lanes AS text[]), CAST(:sources AS text[]),
            CAST(:subjects AS text[]), CAST(:versions AS integer[])
        ) AS h(event_id, lane, source, subject, subject_version)
    ), taken AS (
        INSERT INTO inbox (event_id, taken_at)
        SELECT event_id, CAST(:now AS timestamptz) FROM heard ORDER BY event_id
        ON CONFLICT DO NOTHING RETURNING event_id
    )
    SELECT event_id, EXISTS (
        SELECT FROM deferred AS d
        WHERE d.lane = heard.lane AND d.source = heard.source AND d.subject = heard.subject
          AND d.subject_version < heard.subject_version
    ) AS waits
    FROM taken JOIN heard USING (event_id)
""")
_NEXT_DUE: Final = text("""
    SELECT * FROM deferred AS d
    WHERE lane = :lane AND retry_at <= :now AND NOT EXISTS (
        SELECT FROM deferred AS before
        WHERE before.lane = d.lane AND before.source = d.source AND before.subject = d.subject
          AND (before.subject_version, before.event_id) < (d.subject_version, d.event_id)
    )
    ORDER BY retry_at LIMIT 1 FOR UPDATE SKIP LOCKED
""")
# Asked of the next one, as `timers` does and says why.
_ANY_DUE: Final = text("""
    SELECT COALESCE(
        (SELECT retry_at <= :now FROM deferred WHERE lane = 'core' ORDER BY retry_at LIMIT 1), false
    ) OR COALESCE(
        (SELECT retry_at <= :now FROM deferred WHERE lane = 'courtesy' ORDER BY retry_at LIMIT 1),
        false
    )
""")


async def claim(
    session: AsyncSession, envelopes: Sequence[Envelope], *, now: datetime
) -> dict[UUID, bool]:
    """Take events for good: those not taken before, each with whether it must wait its turn."""
    values = {
        "ids": [envelope.id for envelope in envelopes],
        "lanes": [envelope.lane for envelope in envelopes],
        "sources": [envelope.source for envelope in envelopes],
        "subjects": [envelope.subject for envelope in envelopes],
        "versions": [envelope.subject_version for envelope in envelopes],
        "now": now,
    }
    return {row.event_id: row.waits for row in await session.execute(_CLAIM, values)}


async def defer(
    session: AsyncSession,
    envelopes: Sequence[Envelope],
    *,
    retry_at: datetime,
    attempts: int = 0,
    error: str | None = None,
) -> None:
    """Put events off until `retry_at`, or until those before them are done if that is later."""
    rows = [
        {
            "event_id": envelope.id,
            "lane": envelope.lane,
            "type": envelope.type,
            "source": envelope.source,
            "subject": envelope.subject,
            "subject_version": envelope.subject_version,
            "time": envelope.time,
            "data": envelope.data,
            "traceparent": envelope.traceparent,
            "attempts": attempts,
            "retry_at": retry_at,
            "error": error,
        }
        for envelope in envelopes
    ]
    await session.execute(insert(deferred).on_conflict_do_nothing(), rows)


async def any_due(session: AsyncSession, *, now: datetime) -> bool:
    """Tell cheaply whether some event may be due."""
    return bool(await session.scalar(_ANY_DUE, {"now": now}))


async def next_due(session: AsyncSession, lane: Lane, *, now: datetime) -> Row[Any] | None:
    """Lock the event of the lane that has been due longest, unless another replica has it."""
    return (await session.execute(_NEXT_DUE, {"lane": lane, "now": now})).one_or_none()


async def put_off(session: AsyncSession, row: Row[Any], *, retry_at: datetime, error: str) -> None:
    """Put an event off again, if it is still as we saw it."""
    await session.execute(
        update(deferred)
        .where(deferred.c.event_id == row.event_id, deferred.c.attempts == row.attempts)
        .values(attempts=row.attempts + 1, retry_at=retry_at, error=error)
    )


async def forget(session: AsyncSession, row: Row[Any]) -> bool:
    """Let an event go, if it is still as we saw it; tell whether it was."""
    gone = await session.scalar(
        delete(deferred)
        .where(deferred.c.event_id == row.event_id, deferred.c.attempts == row.attempts)
        .returning(deferred.c.event_id)
    )
    return gone is not None
