"""Dead letters: looked at, and sent on their way again."""

from datetime import timedelta

import pytest
from library import MONDAY, Book, BookLent, books, heard
from sqlalchemy import select

from chassis import wire
from chassis.alarms import Alarms
from chassis.backoff import Backoff
from chassis.bus import Undecodable
from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.dead_letters import (
    DeadLetter,
    NoSuchLetter,
    SetAgain,
    StillUnreadable,
    list_dead_letters,
    redrive_dead_letter,
    show_dead_letter,
)
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.reactions import Alarm, Reactions
from chassis.work import Work, Works

EMMA = new_id()
ONCE = Backoff(attempts=1)


class Desk:
    """A reader whose reactions fail until it is repaired."""

    def __init__(self) -> None:
        self.broken = True
        self.on = Reactions()
        self.on(BookLent)(self.lend)
        self.on.alarm("return-due")(self.remind)

    async def lend(self, event: BookLent, work: Work) -> None:
        self._work()
        work.session.add(Book(new_id(), event.reader))

    async def remind(self, alarm: Alarm, work: Work) -> None:
        self._work()
        work.session.add(Book(new_id(), f"{alarm.key} due {alarm.due_at:%d %B}"))

    def _work(self) -> None:
        if self.broken:
            raise RuntimeError("the desk is broken")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def inbox(works: Works, desk: Desk) -> Inbox:
    return Inbox("desk", works, desk.on, backoff=ONCE)


@pytest.fixture
def alarms(works: Works, desk: Desk) -> Alarms:
    return Alarms("desk", works, desk.on, backoff=ONCE)


async def the_letter(works: Works) -> DeadLetter:
    async with works() as work:
        (letter,) = await list_dead_letters(work)
    return letter


async def redrive(works: Works, letter: DeadLetter) -> None:
    async with works() as work:
        assert await redrive_dead_letter(work, letter.id) == letter


async def effects(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(select(books.c.title)))


async def test_a_redriven_event_takes_effect_and_is_no_letter_any_more(
    works: Works, desk: Desk, inbox: Inbox, database: Database
) -> None:
    event = heard(BookLent(book_id=EMMA, reader="Ana"), 7, traceparent="00-ab-cd-01")
    await inbox.deliver([event])
    letter = await the_letter(works)
    assert (letter.id, letter.subject, letter.subject_version, letter.time) == (
        event.id,
        str(EMMA),
        7,
        MONDAY,
    )
    assert (letter.data, letter.traceparent) == (event.data, event.traceparent)
    assert (letter.attempts, letter.error) == (1, "RuntimeError: the desk is broken")

    desk.broken = False
    await redrive(works, letter)
    await inbox.retry_due()
    await inbox.deliver([event])

    assert await effects(database) == ["Ana"]
    async with works() as work:
        assert await list_dead_letters(work) == []


async def test_a_redriven_event_that_fails_again_is_a_letter_again(
    works: Works, inbox: Inbox
) -> None:
    await inbox.deliver([heard(BookLent(book_id=EMMA))])
    letter = await the_letter(works)

    await redrive(works, letter)
    await inbox.retry_due()

    assert await the_letter(works) == letter


async def test_a_redriven_alarm_rings_at_once_and_tells_when_it_was_due(
    works: Works, desk: Desk, alarms: Alarms, database: Database, clock: StoppedClock
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
    clock.advance(timedelta(days=3))
    await alarms.ring_due()
    letter = await the_letter(works)
    assert (letter.kind, letter.type, letter.subject) == ("alarm", "return-due", "Emma")

    desk.broken = False
    await redrive(works, letter)
    await alarms.ring_due()

    assert await effects(database) == ["Emma due 02 March"]


async def test_an_alarm_that_was_set_again_since_is_not_redriven(
    works: Works, alarms: Alarms
) -> None:
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY)
    await alarms.ring_due()
    letter = await the_letter(works)
    async with works() as work:
        work.set_alarm("return-due", "Emma", at=MONDAY + timedelta(days=30))

    with pytest.raises(SetAgain):
        await redrive(works, letter)

    assert await the_letter(works) == letter


async def test_a_message_that_can_be_read_by_now_takes_effect(
    works: Works, desk: Desk, inbox: Inbox, database: Database
) -> None:
    event = heard(BookLent(book_id=EMMA, reader="Ana"))
    message = wire.encode(event)
    await inbox.deliver(
        [Undecodable(headers=message.headers, body=message.body, error="it was too new for us")]
    )
    desk.broken = False

    await redrive(works, await the_letter(works))
    await inbox.retry_due()

    assert await effects(database) == ["Ana"]


async def test_a_message_that_still_cannot_be_read_stays(works: Works, inbox: Inbox) -> None:
    await inbox.deliver([Undecodable(headers={}, body=b"?", error="the headers lack ce-id")])
    letter = await the_letter(works)

    with pytest.raises(StillUnreadable, match="lack ce-specversion"):
        await redrive(works, letter)

    assert await the_letter(works) == letter


async def test_letters_are_listed_page_by_page_the_oldest_first(
    works: Works, inbox: Inbox, clock: StoppedClock
) -> None:
    for nth in range(5):
        await inbox.deliver([heard(BookLent(book_id=EMMA, reader=str(nth)))])
        clock.advance(timedelta(minutes=nth % 2))

    readers = []
    async with works() as work:
        page = await list_dead_letters(work, limit=2)
        while page:
            readers += [BookLent.model_validate_json(one.data).reader for one in page]
            page = await list_dead_letters(work, limit=2, after=page[-1])

    assert sorted(readers[:2]) == ["0", "1"]
    assert sorted(readers) == ["0", "1", "2", "3", "4"]


async def test_a_letter_is_shown_whole_and_an_unknown_one_refused(
    works: Works, inbox: Inbox
) -> None:
    await inbox.deliver([heard(BookLent(book_id=EMMA))])
    letter = await the_letter(works)

    async with works() as work:
        assert await show_dead_letter(work, letter.id) == letter
        for refused in (show_dead_letter, redrive_dead_letter):
            with pytest.raises(NoSuchLetter):
                await refused(work, new_id())
