"""Housekeeping: old memories go, young ones stay."""

from datetime import timedelta

from library import MONDAY
from sqlalchemy import insert, select

from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.housekeeping import Housekeeping
from chassis.ids import new_id
from chassis.tables import idempotency_keys, inbox


async def test_what_is_old_is_forgotten_and_nothing_else(
    database: Database, clock: StoppedClock
) -> None:
    old, young = new_id(), new_id()
    async with database.engine.begin() as connection:
        for event, days in ((old, 15), (young, 13)):
            taken_at = MONDAY - timedelta(days=days)
            await connection.execute(insert(inbox).values(event_id=event, taken_at=taken_at))
        for key, days in (("old", 8), ("young", 6)):
            await connection.execute(
                insert(idempotency_keys).values(
                    subject="mira",
                    endpoint="POST /books",
                    key=key,
                    fingerprint=b"",
                    created_at=MONDAY - timedelta(days=days),
                )
            )

    assert await Housekeeping(database, clock).sweep() == 2

    async with database.sessions() as session:
        assert list(await session.scalars(select(inbox.c.event_id))) == [young]
        assert list(await session.scalars(select(idempotency_keys.c.key))) == ["young"]
