"""Numbers people read to us on the phone."""

import asyncio
from datetime import UTC, datetime

import pytest
from library import Until
from sqlalchemy import text

from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.numbers import next_number
from chassis.work import Works


async def draw(works: Works, letter: str) -> str:
    async with works() as work:
        return await next_number(work, letter)


async def test_numbers_follow_one_another_under_each_letter_and_year(
    works: Works, database: Database
) -> None:
    next_year = Works(database, StoppedClock(datetime(2027, 1, 1, tzinfo=UTC)), source="library")

    drawn = [
        await draw(works, "A"),
        await draw(works, "A"),
        await draw(works, "B"),
        await draw(next_year, "A"),
        await draw(works, "A"),
    ]

    assert drawn == [
        "A-2026-000001",
        "A-2026-000002",
        "B-2026-000001",
        "A-2027-000001",
        "A-2026-000003",
    ]


async def test_works_that_draw_at_the_same_moment_draw_different_numbers(works: Works) -> None:
    drawn = await asyncio.gather(*(draw(works, "D") for _ in range(40)))

    assert sorted(drawn) == [f"D-2026-{nth:06}" for nth in range(1, 41)]


async def test_the_first_of_a_year_makes_the_next_wait_until_there_is_a_sequence(
    works: Works, database: Database, until: Until
) -> None:
    async def somebody_waits() -> bool:
        async with database.sessions() as session:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            return bool(await session.scalar(text(f"{waiting} AND datname = current_database()")))

    async with works() as first:
        assert await next_number(first, "F") == "F-2026-000001"
        second = asyncio.create_task(draw(works, "F"))
        await until(somebody_waits)

    assert await second == "F-2026-000002"


async def test_an_open_work_makes_nobody_wait_and_leaves_a_gap_when_undone(works: Works) -> None:
    await draw(works, "E")

    async def draw_and_fail() -> str:
        async with works() as work:
            assert await next_number(work, "E") == "E-2026-000002"
            assert await draw(works, "E") == "E-2026-000003"
            raise LookupError

    with pytest.raises(LookupError):
        await draw_and_fail()

    assert await draw(works, "E") == "E-2026-000004"


@pytest.mark.parametrize("letter", ["", "c", "C2", "TOOLONG", "C; DROP"])
async def test_a_letter_is_a_letter(works: Works, letter: str) -> None:
    with pytest.raises(ValueError, match="capital letters"):
        await draw(works, letter)
