"""Alarms: durable, moved and cancelled with the work that wants it, and never rung twice."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from library import MONDAY, Book, BookLent, Until, books
from sqlalchemy import func, select, text

from chassis import timers
from chassis.alarms import Alarms
from chassis.backoff import Backoff
from chassis.clock import StoppedClock, SystemClock
from chassis.database import Database
from chassis.dead_letters import list_dead_letters
from chassis.events import Lane
from chassis.ids import new_id
from chassis.reactions import Alarm, Reactions
from chassis.tables import alarms as alarms_table
from chassis.tables import outbox
from chassis.work import Work, Works

HOUR = timedelta(hours=1)


class Desk:
    """Writes down each alarm that rings, as a row; some it cannot bear."""

    def __init__(self) -> None:
        self.unbearable: set[str] = set()
        self.on = Reactions()
        self.on.alarm("return-due")(self.remind)

    async def remind(self, alarm: Alarm, work: Work) -> None:
        work.session.add(Book(new_id(), alarm.key))
        await work.session.flush()
        if alarm.key in self.unbearable:
            raise RuntimeError("not again")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def alarms(works: Works, desk: Desk) -> Alarms:
    return Alarms("desk", works, desk.on, backoff=Backoff(attempts=3))


async def rung(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(select(books.c.title).order_by(books.c.id)))


async def test_an_alarm_rings_when_it_is_due_and_once(
    works: Works, alarms: Alarms, clock: StoppedClock, database: Database
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY + HOUR)

    assert await alarms.ring_due() == 0
    clock.advance(HOUR)
    assert await alarms.ring_due() == 1
    assert await alarms.ring_due() == 0
    assert await rung(database) == ["Emma"]


async def test_an_alarm_set_again_is_moved(
    works: Works, alarms: Alarms, clock: StoppedClock, database: Database
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY + HOUR)
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY + 2 * HOUR)

    clock.advance(HOUR)
    assert await alarms.ring_due() == 0
    clock.advance(HOUR)
    assert await alarms.ring_due() == 1


async def test_a_cancelled_alarm_does_not_ring(
    works: Works, alarms: Alarms, database: Database
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
        work.set_alarm("return-due", "Persuasion", at=MONDAY)
    async with works() as work:
        work.cancel_alarm("return-due", "Emma")

    await alarms.ring_due()

    assert await rung(database) == ["Persuasion"]


async def test_core_alarms_ring_before_courtesies_and_the_longest_due_first(
    works: Works, alarms: Alarms, database: Database
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "greeting", at=MONDAY - 3 * HOUR, lane=Lane.COURTESY)
        work.set_alarm("return-due", "Emma", at=MONDAY - HOUR)
        work.set_alarm("return-due", "Persuasion", at=MONDAY - 2 * HOUR)

    await alarms.ring_due()

    assert await rung(database) == ["Persuasion", "Emma", "greeting"]


async def test_a_reaction_may_set_its_own_alarm_again(
    works: Works, clock: StoppedClock, database: Database
) -> None:
    on = Reactions()

    @on.alarm("birthday")
    async def greet(alarm: Alarm, work: Work) -> None:
        work.session.add(Book(new_id(), f"{alarm.key} {alarm.due_at.year}"))
        work.set_alarm(alarm.name, alarm.key, at=alarm.due_at + timedelta(days=365))

    async with works() as work:
        work.set_alarm("birthday", "Mira", at=MONDAY)
    alarms = Alarms("desk", works, on)
    await alarms.ring_due()
    clock.advance(timedelta(days=365))
    await alarms.ring_due()

    assert await rung(database) == ["Mira 2026", "Mira 2027"]


async def test_a_failing_alarm_leaves_nothing_rings_again_later_and_is_parked_at_last(
    works: Works, alarms: Alarms, desk: Desk, clock: StoppedClock, database: Database
) -> None:
    desk.unbearable = {"Emma"}
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
        work.set_alarm("return-due", "Persuasion", at=MONDAY)

    attempts = [await alarms.ring_due()]
    for _ in range(4):
        clock.advance(timedelta(seconds=1))
        attempts.append(await alarms.ring_due())

    assert attempts == [2, 1, 0, 1, 0]
    assert await rung(database) == ["Persuasion"]
    async with works() as work:
        (letter,) = await list_dead_letters(work)
    assert (letter.kind, letter.type, letter.subject) == ("alarm", "return-due", "Emma")
    assert (letter.time, letter.attempts, letter.error) == (MONDAY, 3, "RuntimeError: not again")


async def test_an_alarm_nobody_reacts_to_is_parked_not_forgotten(
    works: Works, clock: StoppedClock
) -> None:
    alarms = Alarms("desk", works, Reactions(), backoff=Backoff(attempts=1))
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)

    await alarms.ring_due()

    async with works() as work:
        (letter,) = await list_dead_letters(work)
    assert letter.error == "LookupError: nobody here reacts to the alarm return-due"


async def test_replicas_ring_side_by_side_and_no_alarm_has_its_effect_twice(
    works: Works, desk: Desk, database: Database
) -> None:
    async with works() as work:
        for nth in range(60):
            work.set_alarm("return-due", f"book {nth}", at=MONDAY)
    replicas = [Alarms("desk", works, desk.on) for _ in range(3)]

    shares = await asyncio.gather(*(replica.ring_due() for replica in replicas))

    assert sum(shares) == 60
    assert min(shares) > 0
    assert Counter(await rung(database)) == Counter(f"book {nth}" for nth in range(60))


async def test_an_alarm_another_replica_is_ringing_is_passed_over(
    works: Works, desk: Desk, database: Database
) -> None:
    on = Reactions()
    ringing, may_end = asyncio.Event(), asyncio.Event()

    @on.alarm("return-due")
    async def take_long(alarm: Alarm, work: Work) -> None:
        ringing.set()
        await may_end.wait()
        await desk.remind(alarm, work)

    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
    slow = asyncio.create_task(Alarms("desk", works, on).ring_due())
    await ringing.wait()

    assert await Alarms("desk", works, desk.on).ring_due() == 0
    may_end.set()
    assert await slow == 1
    assert await rung(database) == ["Emma"]


async def test_what_an_alarm_says_is_part_of_its_effect(works: Works, database: Database) -> None:
    on = Reactions()

    @on.alarm("return-due")
    async def say(alarm: Alarm, work: Work) -> None:
        work.publish(BookLent(book_id=new_id(), reader=alarm.key))

    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
    await Alarms("desk", works, on).ring_due()

    async with database.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(outbox)) == 1
        assert await session.scalar(select(func.count()).select_from(alarms_table)) == 0


async def test_setting_an_alarm_wakes_the_ringers_without_waiting_for_a_poll(
    database: Database, desk: Desk, until: Until
) -> None:
    works = Works(database, SystemClock(), source="library")
    alarms = Alarms("desk", works, desk.on, poll=3600)
    running = asyncio.create_task(alarms.run())
    for nth in range(1, 4):
        async with works() as work:
            work.set_alarm("return-due", f"book {nth}", at=work.now)

        async def has_rung(nth: int = nth) -> bool:
            return len(await rung(database)) == nth

        await until(has_rung)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_hundred_thousand_sleeping_alarms_are_not_looked_at(
    database: Database, works: Works, alarms: Alarms, clock: StoppedClock
) -> None:
    sleep = text(
        "INSERT INTO alarms (name, key, lane, due_at, ring_at) "
        "SELECT 'return-due', n::text, CASE WHEN n % 2 = 0 THEN 'core' ELSE 'courtesy' END, at, at "
        "FROM generate_series(1, 100000) n, LATERAL (SELECT CAST(:at AS timestamptz) + "
        "n * interval '1 minute' AS at) t"
    )
    async with database.engine.begin() as connection:
        await connection.execute(sleep, {"at": MONDAY})
        await connection.execute(text("ANALYZE alarms"))
        # The plan that is kept for any instant, as a connection has it after a few times.
        await connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        for name, statement in (("any_due", timers._ANY_DUE), ("claim", timers._CLAIM)):
            asked = statement.text.replace(":now", "$1").replace(":lane", "$2")
            await connection.execute(text(f"PREPARE {name} (timestamptz, text) AS {asked}"))
            explain = f"EXPLAIN (ANALYZE, TIMING OFF) EXECUTE {name}('{MONDAY}', '{Lane.CORE}')"
            plan = list(await connection.scalars(text(explain.replace(":", r"\:"))))
            on_alarms = [line for line in plan if "ix_alarms_lane_ring_at" in line]
            assert on_alarms
            assert not [line for line in plan if "Seq Scan" in line or "Rows Removed" in line]

    clock.advance(timedelta(minutes=3))
    assert await alarms.ring_due() == 3
