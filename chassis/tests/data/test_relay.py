"""The relay: nothing committed stays unsaid, and each subject's story is told in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest
from library import BookBought, BookLent, NoticeBoard, ReaderReminded, Until
from prometheus_client import REGISTRY
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.ids import new_id
from chassis.relay import Relay
from chassis.tables import outbox
from chassis.work import Works

EMMA, PERSUASION = new_id(), new_id()


@pytest.fixture
def relay(database: Database, board: NoticeBoard, clock: StoppedClock) -> Relay:
    return Relay(database, board, "library", clock=clock)


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(relay.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def unsent(database: Database) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(outbox)) or 0


async def test_what_was_said_is_sent_as_it_was_said_and_then_forgotten(
    works: Works, relay: Relay, board: NoticeBoard, database: Database
) -> None:
    async with works() as work:
        work.publish(BookBought(book_id=EMMA), BookLent(book_id=EMMA, reader="Ana"))
    async with works() as work:
        work.publish(BookLent(book_id=EMMA, reader="Li"))

    assert await relay.step() == 3

    said = [envelope for wave in board.waves for envelope in wave]
    assert [(e.type, e.subject_version) for e in said] == [
        ("library.book-bought.v1", 1),
        ("library.book-lent.v1", 2),
        ("library.book-lent.v1", 3),
    ]
    assert {(e.source, e.subject, e.time) for e in said} == {("library", str(EMMA), work.now)}
    assert BookLent.model_validate_json(said[2].data) == BookLent(book_id=EMMA, reader="Li")
    assert await unsent(database) == 0
    assert await relay.step() == 0


async def test_core_goes_before_courtesy(works: Works, relay: Relay, board: NoticeBoard) -> None:
    async with works() as work:
        work.publish(ReaderReminded(book_id=EMMA), BookBought(book_id=PERSUASION))

    await relay.step()

    assert board.said == [(str(PERSUASION), 1), (str(EMMA), 1)]


async def test_events_of_one_subject_are_never_under_way_together(
    works: Works, relay: Relay, board: NoticeBoard
) -> None:
    async with works() as work:
        work.publish(*[BookLent(book_id=EMMA)] * 3, *[BookLent(book_id=PERSUASION)] * 2)

    await relay.step()

    assert [[e.subject_version for e in wave] for wave in board.waves] == [[1, 1], [2, 2], [3]]


async def test_a_refused_event_holds_back_its_own_subject_and_nobody_else(
    works: Works, relay: Relay, board: NoticeBoard, clock: StoppedClock
) -> None:
    board.refused = {str(EMMA)}
    async with works() as work:
        work.publish(BookBought(book_id=EMMA), BookLent(book_id=EMMA))
    async with works() as work:
        work.publish(BookBought(book_id=PERSUASION))
    assert await relay.step() == 1
    board.refused = set()
    async with works() as work:
        work.publish(BookLent(book_id=EMMA), BookLent(book_id=PERSUASION))

    assert await relay.step() == 1
    assert board.said == [(str(PERSUASION), 1), (str(PERSUASION), 2)]

    clock.advance(timedelta(seconds=1))
    assert await relay.step() == 3
    assert board.said[2:] == [(str(EMMA), 1), (str(EMMA), 2), (str(EMMA), 3)]


async def test_a_refused_event_is_tried_later_and_later_and_never_given_up(
    works: Works, relay: Relay, board: NoticeBoard, clock: StoppedClock, database: Database
) -> None:
    board.refused = {str(EMMA)}
    async with works() as work:
        work.publish(BookBought(book_id=EMMA))

    waits = []
    for _ in range(20):
        await relay.step()
        async with database.sessions() as session:
            retry_at = await session.scalar(select(outbox.c.retry_at))
        assert retry_at is not None
        waits.append((retry_at - clock.now()).total_seconds())
        clock.move_to(retry_at)

    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == 600
    async with database.sessions() as session:
        row = (await session.execute(select(outbox.c.attempts, outbox.c.error))).one()
    assert tuple(row) == (20, "NotTaken: refused")


async def test_while_the_bus_is_away_everything_waits_and_nothing_is_blamed(
    works: Works, relay: Relay, board: NoticeBoard, database: Database
) -> None:
    board.away = True
    async with works() as work:
        work.publish(BookBought(book_id=EMMA), BookBought(book_id=PERSUASION))
    assert await relay.step() == 0
    async with database.sessions() as session:
        assert list(await session.scalars(select(outbox.c.attempts))) == [0, 0]

    board.away = False
    assert await relay.step() == 2


async def test_a_running_relay_sends_what_waited_once_the_bus_is_back(
    works: Works, relay: Relay, board: NoticeBoard, until: Until
) -> None:
    board.away = True
    async with running(relay):
        async with works() as work:
            work.publish(BookBought(book_id=EMMA))
        board.away = False

        await until(lambda: board.said == [(str(EMMA), 1)])


async def test_a_work_that_commits_late_is_not_overlooked(
    works: Works, relay: Relay, board: NoticeBoard
) -> None:
    async with works() as late:
        late.publish(BookBought(book_id=EMMA))
        await late.write("library")  # its position is drawn, its commit is to come
        late._said.clear()
        async with works() as quick:
            quick.publish(BookBought(book_id=PERSUASION))
        assert await relay.step() == 1

    assert await relay.step() == 1
    assert board.said == [(str(PERSUASION), 1), (str(EMMA), 1)]


async def test_a_commit_wakes_the_relay_without_waiting_for_a_poll(
    works: Works, database: Database, board: NoticeBoard, until: Until
) -> None:
    relay = Relay(database, board, "library", poll=3600)
    works.after_publish.append(relay.wake)
    async with running(relay):
        for nth in range(1, 4):
            async with works() as work:
                work.publish(BookLent(book_id=EMMA))
            await until(partial(board.has_said, nth))


async def test_batches_follow_one_another_until_all_is_sent(
    works: Works, database: Database, board: NoticeBoard
) -> None:
    relay = Relay(database, board, "library", size=10)
    async with works() as work:
        work.publish(*(BookBought(book_id=new_id()) for _ in range(25)))

    assert [await relay.step() for _ in range(4)] == [10, 10, 5, 0]


async def test_of_two_relays_one_leads_and_the_other_takes_over(
    works: Works, database: Database, until: Until
) -> None:
    boards = NoticeBoard(), NoticeBoard()
    first, second = (Relay(database, board, "library", poll=0.01) for board in boards)
    async with running(first) as leading:
        async with works() as work:
            work.publish(BookBought(book_id=EMMA))
        await until(lambda: boards[0].said == [(str(EMMA), 1)])
        async with running(second):
            async with works() as work:
                work.publish(BookLent(book_id=EMMA))
            await until(lambda: boards[0].said[1:] == [(str(EMMA), 2)])
            assert await second.step() == 0

            leading.cancel()
            async with works() as work:
                work.publish(BookLent(book_id=EMMA))
            await until(lambda: boards[1].said == [(str(EMMA), 3)])

    assert boards[0].said == [(str(EMMA), 1), (str(EMMA), 2)]


async def test_a_leader_that_loses_its_connection_no_longer_leads(
    works: Works, database: Database, relay: Relay, until: Until
) -> None:
    board = NoticeBoard()
    second = Relay(database, board, "library", poll=0.01)
    leaders = text(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database())"
    )

    async def leader() -> int | None:
        async with database.sessions() as session:
            pid: int | None = await session.scalar(leaders)
            return pid

    async def somebody_leads() -> bool:
        return await leader() is not None

    async with running(relay) as leading:
        await until(somebody_leads)
        async with running(second), database.sessions() as session:
            end = text("SELECT pg_terminate_backend(:pid)")
            await session.execute(end, {"pid": await leader()})
            relay.wake()
            with pytest.raises(DBAPIError):  # its supervisor begins it again, as a stand-by
                await leading

            async with works() as work:
                work.publish(BookBought(book_id=EMMA))
            await until(lambda: board.said == [(str(EMMA), 1)])


async def test_operators_see_how_old_the_oldest_unsent_event_is(
    works: Works, relay: Relay, board: NoticeBoard, clock: StoppedClock, until: Until
) -> None:
    def age() -> float | None:
        return REGISTRY.get_sample_value(
            "yinbao_outbox_oldest_unsent_seconds", {"service": "library"}
        )

    board.away = True
    async with works() as work:
        work.publish(BookBought(book_id=EMMA))
    clock.advance(timedelta(minutes=2))
    async with running(relay):
        await until(lambda: age() == 120)
