"""Alarms as rows: what a work sets and cancels is written in its own transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.events import Lane


class AlarmId(NamedTuple):
    """What an alarm is for: there is at most one of a name and key."""

    name: str
    key: str


class Setting(NamedTuple):
    """When an alarm is to ring, and in which lane."""

    at: datetime
    lane: Lane


_SET: Final = text("""
    INSERT INTO alarms AS a (name, key, lane, due_at, ring_at)
    SELECT name, key, lane, due_at, due_at FROM unnest(
        CAST(:names AS text[]), CAST(:keys AS text[]),
        CAST(:lanes AS text[]), CAST(:due AS timestamptz[])
    ) AS s(name, key, lane, due_at) ORDER BY name, key
    ON CONFLICT (name, key) DO UPDATE SET
        lane = excluded.lane, due_at = excluded.due_at, ring_at = excluded.ring_at,
        attempts = 0, error = NULL
""")
_CANCEL: Final = text("""
    DELETE FROM alarms USING unnest(CAST(:names AS text[]), CAST(:keys AS text[])) AS c(name, key)
    WHERE alarms.name = c.name AND alarms.key = c.key
""")


async def record(session: AsyncSession, alarms: Mapping[AlarmId, Setting | None]) -> None:
    """Write the alarms set, moved and (None) cancelled, in the session's transaction."""
    cancelled = [id_ for id_, setting in alarms.items() if setting is None]
    if cancelled:
        await session.execute(_CANCEL, _ids(cancelled))
    to_set = {id_: setting for id_, setting in alarms.items() if setting is not None}
    if to_set:
        lanes, due = [s.lane for s in to_set.values()], [s.at for s in to_set.values()]
        await session.execute(_SET, {**_ids(to_set), "lanes": lanes, "due": due})


def _ids(alarms: Iterable[AlarmId]) -> dict[str, list[str]]:
    names, keys = zip(*alarms, strict=True)
    return {"names": list(names), "keys": list(keys)}
