"""A work: an effect, its events and its alarms, all or nothing."""

import asyncio
from datetime import timedelta

import pytest
from library import MONDAY, Book, BookBought, BookLent, Status, books
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from chassis.database import Database
from chassis.errors import Stale
from chassis.ids import new_id
from chassis.tables import alarms, outbox, outbox_subjects
from chassis.telemetry.tracing import continue_trace
from chassis.work import ChangedMeanwhile, Works, check_version

TRACE = "0af7651916cd43dd8448eb211c80319c"


async def count(database: Database) -> dict[str, int]:
    async with database.sessions() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in (books, outbox, alarms)
        }


async def test_effect_events_and_alarms_are_committed_together(
    works: Works, database: Database
) -> None:
    book = Book(new_id(), "Emma")

    async with works() as work:
        work.session.add(book)
        work.publish(BookBought(book_id=book.id))
        work.set_alarm("return-due", book.id, at=work.now)

    assert await count(database) == {"books": 1, "outbox": 1, "alarms": 1}


async def test_a_work_that_raises_leaves_nothing(works: Works, database: Database) -> None:
    book = Book(new_id(), "Emma")

    async def fail() -> None:
        async with works() as work:
            work.session.add(book)
            await work.session.flush()
            work.publish(BookBought(book_id=book.id))
            work.set_alarm("return-due", book.id, at=work.now)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert await count(database) == {"books": 0, "outbox": 0, "alarms": 0}


async def test_an_effect_the_database_refuses_leaves_no_event(
    works: Works, database: Database
) -> None:
    book = new_id()
    async with works() as work:
        work.session.add(Book(book, "Emma"))

    async def buy_again() -> None:
        async with works() as work:
            work.publish(BookBought(book_id=book))
            work.session.add(Book(book, "Emma again"))

    with pytest.raises(IntegrityError, match="pk_books"):
        await buy_again()

    assert await count(database) == {"books": 1, "outbox": 0, "alarms": 0}


async def test_a_work_that_does_nothing_takes_no_connection(
    works: Works, database: Database
) -> None:
    async with works():
        assert database.engine.pool.status().endswith("Current Checked out connections: 0")


async def test_of_two_works_on_one_version_the_second_is_told(works: Works) -> None:
    id_ = new_id()
    async with works() as work:
        work.session.add(Book(id_, "Emma"))

    async def rename_late() -> None:
        async with works() as late:
            book = await late.session.get_one(Book, id_)
            async with works() as quick:
                (await quick.session.get_one(Book, id_)).status = Status.LENT
            book.title = "Persuasion"

    with pytest.raises(ChangedMeanwhile):
        await rename_late()

    async with works() as work:
        book = await work.session.get_one(Book, id_)
        assert (book.title, book.status, book.version) == ("Emma", Status.LENT, 2)


async def test_of_two_works_in_each_others_way_one_is_told_and_one_goes_on(works: Works) -> None:
    one, other = new_id(), new_id()
    async with works() as work:
        work.session.add_all([Book(one, "Emma"), Book(other, "Persuasion")])
    both_began = asyncio.Barrier(2)

    async def lend(first: object, second: object) -> None:
        async with works() as work:
            lent = update(books).values(status=Status.LENT)
            await work.session.execute(lent.where(books.c.id == first))
            await both_began.wait()
            await work.session.execute(lent.where(books.c.id == second))

    outcome = await asyncio.gather(lend(one, other), lend(other, one), return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcome) == ["ChangedMeanwhile", "NoneType"]


async def test_facts_about_one_subject_are_numbered_in_the_order_of_commits(
    works: Works, database: Database
) -> None:
    book, other = new_id(), new_id()

    async def say(nth: int) -> None:
        async with works() as work:
            subjects = (book, other) if nth % 2 else (other, book)
            work.publish(*(BookLent(book_id=id_) for id_ in subjects), BookLent(book_id=book))

    await asyncio.gather(*(say(nth) for nth in range(20)))

    async with database.sessions() as session:
        for id_, said in ((book, 40), (other, 20)):
            of_book = select(outbox.c.subject_version).where(outbox.c.subject == str(id_))
            versions = await session.scalars(of_book.order_by(outbox.c.position))
            assert list(versions) == list(range(1, said + 1))


async def test_a_work_rolled_back_uses_no_version(works: Works, database: Database) -> None:
    book = new_id()

    async def fail() -> None:
        async with works() as work:
            work.publish(BookBought(book_id=book))
            await work.write("library")
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    async with works() as work:
        work.publish(BookBought(book_id=book))

    async with database.sessions() as session:
        assert await session.scalar(select(outbox_subjects.c.version)) == 1


async def test_bells_ring_after_the_commit_and_only_for_what_was_said_or_set(
    works: Works, database: Database
) -> None:
    rung: list[str] = []
    works.after_publish.append(lambda: rung.append("published"))
    works.after_alarm.append(lambda: rung.append("alarm"))

    async with works() as work:
        await work.session.execute(text("SELECT 1"))
    assert rung == []

    async with works() as work:
        work.publish(BookBought(book_id=new_id()))
        work.cancel_alarm("return-due", "nothing")
        await work.write("library")
        assert rung == []
    assert rung == ["published", "alarm"]


async def test_an_event_carries_the_trace_it_was_said_in(works: Works, database: Database) -> None:
    with continue_trace(f"00-{TRACE}-b7ad6b7169203331-01"):
        async with works() as work:
            work.publish(BookBought(book_id=new_id()))

    async with database.sessions() as session:
        traceparent = await session.scalar(select(outbox.c.traceparent))
    assert traceparent is not None
    assert traceparent.split("-")[1] == TRACE


async def test_an_alarm_set_and_cancelled_in_one_work_is_not_set(
    works: Works, database: Database
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "emma", at=MONDAY)
        work.cancel_alarm("return-due", "emma")
        work.cancel_alarm("return-due", "persuasion")
        work.set_alarm("return-due", "persuasion", at=MONDAY + timedelta(days=1))

    async with database.sessions() as session:
        assert list(await session.scalars(select(alarms.c.key))) == ["persuasion"]


def test_a_caller_who_read_another_version_is_told() -> None:
    check_version(3, 3)
    check_version(3, None)
    with pytest.raises(Stale, match="version 3 now, you read version 2"):
        check_version(3, 2)
