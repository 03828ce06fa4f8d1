"""Birthdays: an alarm in the courtesy lane, at nine where the customer lives, every year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.events import Lane
from chassis.tables import alarms
from chassis.testing import Stage
from contracts.roles import Role
from notifications.examples import MARIA, changed, registered

MAY = date(1990, 5, 6)


async def alarm(stage: Stage) -> tuple[datetime, Lane] | None:
    async with stage.running.works() as work:
        statement = select(alarms.c.due_at, alarms.c.lane).where(alarms.c.key == str(MARIA))
        row = (await work.session.execute(statement)).one_or_none()
        return None if row is None else (row.due_at, row.lane)


async def greetings(stage: Stage) -> list[dict[str, Any]]:
    answer = await stage.http.get("/v1/deliveries?limit=100", headers=stage.as_(Role.OPS))
    return [item for item in answer.json()["items"] if item["fact"] == "birthday"]


async def pass_to(stage: Stage, at: datetime) -> None:
    await stage.passes(at - stage.clock.now())


async def test_a_birthday_is_planned_when_the_file_comes(stage: Stage) -> None:
    await stage.hears(registered(born_on=MAY))

    assert await alarm(stage) == (datetime(2026, 5, 6, 7, 0, tzinfo=UTC), Lane.COURTESY)


async def test_the_greeting_goes_out_on_the_day_and_again_next_year(stage: Stage) -> None:
    await stage.hears(registered(born_on=MAY))

    await pass_to(stage, datetime(2026, 5, 6, 6, 59, tzinfo=UTC))
    early = await greetings(stage)
    await pass_to(stage, datetime(2026, 5, 6, 7, 0, tzinfo=UTC))
    first = await greetings(stage)
    await pass_to(stage, datetime(2027, 5, 6, 7, 0, tzinfo=UTC))
    second = await greetings(stage)

    assert (len(early), len(first), len(second)) == (0, 1, 2)
    assert first[0]["lane"] == "courtesy"
    assert await alarm(stage) == (datetime(2028, 5, 6, 7, 0, tzinfo=UTC), Lane.COURTESY)


async def test_who_was_born_on_29_february_is_greeted_on_the_28th_in_common_years(
    stage: Stage,
) -> None:
    await stage.hears(registered(born_on=date(1984, 2, 29)))

    common = await alarm(stage)
    await pass_to(stage, datetime(2027, 2, 28, 8, 0, tzinfo=UTC))
    leap = await alarm(stage)

    assert common == (datetime(2027, 2, 28, 8, 0, tzinfo=UTC), Lane.COURTESY)
    assert len(await greetings(stage)) == 1
    assert leap == (datetime(2028, 2, 29, 8, 0, tzinfo=UTC), Lane.COURTESY)


async def test_a_changed_file_moves_the_greeting(stage: Stage) -> None:
    await stage.hears(registered(born_on=MAY))

    await stage.hears(changed(born_on=MAY, time_zone="America/New_York"))
    moved = await alarm(stage)
    await stage.hears(changed(born_on=None))

    assert moved == (datetime(2026, 5, 6, 13, 0, tzinfo=UTC), Lane.COURTESY)
    assert await alarm(stage) is None


async def test_a_business_is_not_greeted(stage: Stage) -> None:
    await stage.hears(registered(kind="business", born_on=MAY))

    assert await alarm(stage) is None


@pytest.mark.parametrize(("late", "count"), [(timedelta(hours=5), 1), (timedelta(days=2), 0)])
async def test_a_greeting_that_would_come_on_another_day_is_left_out(
    stage: Stage, late: timedelta, count: int
) -> None:
    await stage.hears(registered(born_on=MAY))

    await pass_to(stage, datetime(2026, 5, 6, 7, 0, tzinfo=UTC) + late)

    assert len(await greetings(stage)) == count
    assert await alarm(stage) == (datetime(2027, 5, 6, 7, 0, tzinfo=UTC), Lane.COURTESY)
