"""Alarms as rows: what a work sets and cancels is written in its own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.events import Lane
from chassis.together import Part, Writing


class AlarmId(NamedTuple):
    """What an alarm is for: there is at most one of a name and key."""

    name: str
    key: str


class Setting(NamedTuple):
    """When an alarm is to ring, and in which lane."""

    at: datetime
    lane: Lane


_SET: Final = Part(
    name="alarms_set",
    command="""
        INSERT INTO alarms AS a (name, key, lane, due_at, ring_at)
        SELECT name, key, lane, due_at, due_at FROM unnest(
            CAST(:set_names AS text[]), CAST(:set_keys AS text[]),
            CAST(:alarm_lanes AS text[]), CAST(:due AS timestamptz[])
        ) AS s(name, key, lane, due_at) ORDER BY name, key
        ON CONFLICT (name, key) DO UPDATE SET
            lane = excluded.lane, due_at = excluded.due_at, ring_at = excluded.ring_at,
            attempts = 0, error = NULL
    """,
)
_CANCEL: Final = Part(
    name="alarms_cancelled",
    command="""
        DELETE FROM alarms
        USING unnest(CAST(:cancelled_names AS text[]), CAST(:cancelled_keys AS text[]))
            AS c(name, key)
        WHERE alarms.name = c.name AND alarms.key = c.key
    """,
)
_RESTORE: Final = text("""
    INSERT INTO alarms (name, key, lane, due_at, ring_at) VALUES (:name, :key, :lane, :at, :at)
    ON CONFLICT DO NOTHING RETURNING name
""")
# Each lane by itself: then the index on (lane, ring_at) leads straight to what is due, and what
# sleeps is not looked at. The delete and the effect are one transaction; SKIP LOCKED is what lets
# any number of replicas ring side by side.
_CLAIM: Final = text("""
    DELETE FROM alarms WHERE (name, key) = (
        SELECT name, key FROM alarms WHERE lane = :lane AND ring_at <= :now
        ORDER BY ring_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING name, key, lane, due_at, attempts
""")
# The next of each lane, and only then the question. Asked for "some that is due", a plan made for
# any instant takes a third of them for due and reads the table until it meets one: with two
# million alarms asleep and none due, all of it.
_ANY_DUE: Final = text("""
    SELECT COALESCE(
        (SELECT ring_at <= :now FROM alarms WHERE lane = 'core' ORDER BY ring_at LIMIT 1), false
    ) OR COALESCE(
        (SELECT ring_at <= :now FROM alarms WHERE lane = 'courtesy' ORDER BY ring_at LIMIT 1), false
    )
""")
_RETRY: Final = text("""
    UPDATE alarms SET attempts = attempts + 1, ring_at = :ring_at, error = :error
    WHERE name = :name AND key = :key AND attempts = :attempts AND due_at = :due_at
""")
_FORGET: Final = text("""
    DELETE FROM alarms
    WHERE name = :name AND key = :key AND attempts = :attempts AND due_at = :due_at
    RETURNING name
""")


def record(alarms: Mapping[AlarmId, Setting | None]) -> list[Writing]:
    """Write the alarms set, moved and (None) cancelled."""
    writings: list[Writing] = []
    cancelled = [id_ for id_, setting in alarms.items() if setting is None]
    if cancelled:
        writings.append((_CANCEL, _ids(cancelled, "cancelled")))
    to_set = {id_: setting for id_, setting in alarms.items() if setting is not None}
    if to_set:
        lanes, due = [s.lane for s in to_set.values()], [s.at for s in to_set.values()]
        writings.append((_SET, {**_ids(to_set, "set"), "alarm_lanes": lanes, "due": due}))
    return writings


async def restore(session: AsyncSession, alarm: AlarmId, setting: Setting) -> bool:
    """Set an alarm unless it is set; tell whether it was not."""
    values = {**alarm._asdict(), **setting._asdict()}
    return await session.scalar(_RESTORE, values) is not None


async def any_due(session: AsyncSession, *, now: datetime) -> bool:
    """Tell cheaply whether some alarm is due."""
    return bool(await session.scalar(_ANY_DUE, {"now": now}))


async def claim(session: AsyncSession, lane: Lane, *, now: datetime) -> Row[Any] | None:
    """Take the alarm of the lane that has been due longest, unless another replica rings it."""
    return (await session.execute(_CLAIM, {"lane": lane, "now": now})).one_or_none()


async def retry(session: AsyncSession, row: Row[Any], *, ring_at: datetime, error: str) -> None:
    """Let an alarm ring later, if it is still as we saw it."""
    await session.execute(_RETRY, {**_seen(row), "ring_at": ring_at, "error": error})


async def forget(session: AsyncSession, row: Row[Any]) -> bool:
    """Remove an alarm, if it is still as we saw it; tell whether it was."""
    return await session.scalar(_FORGET, _seen(row)) is not None


def _seen(row: Row[Any]) -> dict[str, Any]:
    return {"name": row.name, "key": row.key, "attempts": row.attempts, "due_at": row.due_at}


def _ids(alarms: Iterable[AlarmId], prefix: str) -> dict[str, list[Any]]:
    names, keys = zip(*alarms, strict=True)
    return {f"{prefix}_names": list(names), f"{prefix}_keys": list(keys)}
