"""The inbox: what is heard takes effect once, whatever comes twice, late, broken or in disorder."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from library import Book, BookBought, BookLent, ReaderReminded, books, heard
from sqlalchemy import select

from chassis import tables
from chassis.backoff import Backoff
from chassis.bus import Undecodable
from chassis.clock import StoppedClock
from chassis.database import Database
from chassis.dead_letters import list_dead_letters
from chassis.events import Envelope
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.reactions import Reactions
from chassis.telemetry.tracing import current_trace
from chassis.work import Work, Works

EMMA, PERSUASION = new_id(), new_id()
TRACE = "0af7651916cd43dd8448eb211c80319c"


class Shelf:
    """A reader of the library's events: each reaction leaves a row that names what it heard."""

    def __init__(self) -> None:
        self.unreachable: set[str] = set()
        self.on = Reactions()
        self.on(BookLent)(self.lend)
        self.on(ReaderReminded)(self.remind)

    async def lend(self, event: BookLent, work: Work) -> None:
        work.session.add(Book(new_id(), event.reader))
        await work.session.flush()
        if event.reader in self.unreachable:
            raise ConnectionError(f"{event.reader} cannot be reached")

    async def remind(self, event: ReaderReminded, work: Work) -> None:
        work.session.add(Book(new_id(), "reminded"))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def inbox(works: Works, shelf: Shelf) -> Inbox:
    return Inbox("shelf", works, shelf.on, backoff=Backoff(attempts=3))


def lent(reader: str, version: int = 1, book: UUID = EMMA) -> Envelope:
    return heard(BookLent(book_id=book, reader=reader), version)


async def effects(database: Database) -> list[str]:
    async with database.sessions() as session:
        return list(await session.scalars(select(books.c.title).order_by(books.c.id)))


async def put_off(database: Database) -> list[int]:
    async with database.sessions() as session:
        deferred = tables.deferred.c
        return list(await session.scalars(select(deferred.attempts).order_by(deferred.time)))


async def parked(works: Works) -> list[tuple[str, str, int, str]]:
    async with works() as work:
        letters = await list_dead_letters(work)
    return [(one.kind, one.subject, one.attempts, one.error) for one in letters]


async def test_a_batch_takes_effect_in_its_order(inbox: Inbox, database: Database) -> None:
    await inbox.deliver([lent("Ana", 1), lent("Li", 1, PERSUASION), lent("Mira", 2)])

    assert await effects(database) == ["Ana", "Li", "Mira"]


async def test_an_event_that_comes_again_has_no_effect(inbox: Inbox, database: Database) -> None:
    ana, li = lent("Ana"), lent("Li", 2)

    await inbox.deliver([ana, ana])
    await inbox.deliver([ana, li])
    await inbox.deliver([li])

    assert await effects(database) == ["Ana", "Li"]


async def test_two_replicas_hearing_the_same_apply_it_once(
    works: Works, shelf: Shelf, database: Database
) -> None:
    story = [lent(f"reader {nth:02}", nth) for nth in range(1, 31)]
    replicas = [Inbox("shelf", works, shelf.on) for _ in range(3)]

    await asyncio.gather(*(one.deliver(story) for one in replicas))

    assert await effects(database) == [f"reader {nth:02}" for nth in range(1, 31)]


async def test_what_the_service_does_not_react_to_passes_by(
    inbox: Inbox, database: Database, works: Works
) -> None:
    await inbox.deliver([heard(BookBought(book_id=EMMA)), lent("Ana", 2)])

    assert await effects(database) == ["Ana"]
    assert await parked(works) == []


async def test_a_failing_event_leaves_nothing_and_others_go_on(
    inbox: Inbox, shelf: Shelf, database: Database
) -> None:
    shelf.unreachable = {"Ana"}

    await inbox.deliver([lent("Li", 1, PERSUASION), lent("Ana", 1), lent("Mira", 2, PERSUASION)])

    assert await effects(database) == ["Li", "Mira"]
    assert await put_off(database) == [1]


async def test_later_events_of_its_subject_wait_behind_it_and_follow_in_order(
    inbox: Inbox, shelf: Shelf, database: Database, clock: StoppedClock
) -> None:
    shelf.unreachable = {"Ana"}
    await inbox.deliver([lent("Ana", 1), lent("Li", 2), lent("Mira", 1, PERSUASION)])
    await inbox.deliver([lent("Noor", 3)])
    assert await inbox.retry_due() == 0
    assert await effects(database) == ["Mira"]

    shelf.unreachable = set()
    clock.advance(timedelta(seconds=1))

    assert await inbox.retry_due() == 3
    assert await effects(database) == ["Mira", "Ana", "Li", "Noor"]
    assert await put_off(database) == []


async def test_a_courtesy_does_not_hold_back_the_core(
    inbox: Inbox, shelf: Shelf, database: Database
) -> None:
    broken = heard(ReaderReminded(book_id=EMMA), 1)
    shelf.on.events[ReaderReminded] = shelf.lend  # which wants a reader's name
    await inbox.deliver([broken])

    await inbox.deliver([lent("Ana", 2)])

    assert await put_off(database) == [1]
    assert await effects(database) == ["Ana"]


async def test_an_event_that_came_before_its_cause_takes_effect_after_it(
    works: Works, database: Database, clock: StoppedClock
) -> None:
    on = Reactions()

    @on(BookBought)
    async def remember(event: BookBought, work: Work) -> None:
        work.session.add(Book(event.book_id, event.title))

    @on(BookLent)
    async def rename(event: BookLent, work: Work) -> None:
        (await work.session.get_one(Book, event.book_id)).title += f", lent to {event.reader}"

    inbox = Inbox("shelf", works, on)
    await inbox.deliver([lent("Ana", 2)])
    await inbox.deliver([heard(BookBought(book_id=EMMA), 1)])
    assert await effects(database) == ["Emma"]

    clock.advance(timedelta(seconds=1))
    await inbox.retry_due()

    assert await effects(database) == ["Emma, lent to Ana"]


async def test_attempts_are_spaced_out_and_then_the_event_is_parked_with_its_error(
    inbox: Inbox, shelf: Shelf, works: Works, database: Database, clock: StoppedClock
) -> None:
    shelf.unreachable = {"Ana"}
    await inbox.deliver([lent("Ana", 1), lent("Li", 2)])

    tries = []
    for _ in range(4):
        clock.advance(timedelta(seconds=1))
        tries.append(await inbox.retry_due())

    assert tries == [1, 0, 2, 0]  # after one second, after two more: Ana parked, Li follows
    assert await effects(database) == ["Li"]
    assert await parked(works) == [
        ("event", str(EMMA), 3, "ConnectionError: Ana cannot be reached")
    ]


async def test_a_duplicate_of_a_parked_event_stays_parked(
    inbox: Inbox, shelf: Shelf, works: Works, clock: StoppedClock, database: Database
) -> None:
    shelf.unreachable = {"Ana"}
    ana = lent("Ana")
    await inbox.deliver([ana])
    for _ in range(3):
        clock.advance(timedelta(minutes=1))
        await inbox.retry_due()
    shelf.unreachable = set()

    await inbox.deliver([ana])

    assert len(await parked(works)) == 1
    assert await effects(database) == []


@pytest.mark.parametrize("body", [b"", b"{", b"null", b'{"book_id": 7}', b"\xff\x00", b"[]"])
async def test_a_body_that_is_not_the_event_is_parked_at_once(
    inbox: Inbox, works: Works, database: Database, body: bytes
) -> None:
    good = lent("Ana", 2)
    bad = replace(good, id=new_id(), data=body)

    await inbox.deliver([bad, good, bad])

    assert await effects(database) == ["Ana"]
    assert [(kind, attempts) for kind, _, attempts, _ in await parked(works)] == [("event", 1)]


async def test_a_message_nobody_can_read_is_parked_as_its_bytes(
    inbox: Inbox, works: Works, database: Database
) -> None:
    message = Undecodable(
        headers={"ce-type": "x\x00y", "ce-\ud800": "half"}, body=b"\x00\xff", error="no id\x00"
    )

    await inbox.deliver([message, lent("Ana")])
    await inbox.deliver([message])

    async with works() as work:
        letters = await list_dead_letters(work)
    assert [(one.kind, one.data, one.error) for one in letters] == [
        ("message", b"\x00\xff", "no id\N{REPLACEMENT CHARACTER}")
    ]
    assert await effects(database) == ["Ana"]


@pytest.mark.parametrize("subject", ["with\x00nul", "half \ud800 pair", "x" * 5000, "two\nlines"])
async def test_attributes_that_cannot_be_kept_do_not_stop_the_queue(
    inbox: Inbox, works: Works, database: Database, subject: str
) -> None:
    good = lent("Ana")
    bad = replace(good, id=new_id(), subject=subject)

    await inbox.deliver([bad, good])

    assert await effects(database) == ["Ana"]
    assert [kind for kind, *_ in await parked(works)] == ["message"]


async def test_a_reaction_that_hangs_is_given_up_like_one_that_fails(
    works: Works, database: Database
) -> None:
    on = Reactions()

    @on(BookLent)
    async def hang(event: BookLent, work: Work) -> None:
        if event.reader == "Ana":
            await asyncio.Event().wait()
        work.session.add(Book(new_id(), event.reader))

    await Inbox("shelf", works, on, patience=0.2).deliver([lent("Ana"), lent("Li", 1, PERSUASION)])

    assert await effects(database) == ["Li"]
    assert await put_off(database) == [1]


async def test_while_the_database_is_away_the_batch_is_given_back(
    works: Works, shelf: Shelf, inbox: Inbox, database: Database
) -> None:
    async with Database.open("postgresql://nobody@127.0.0.1:1/nowhere") as away:
        lost = Inbox("shelf", Works(away, works.clock, source="shelf"), shelf.on)
        with pytest.raises(OSError, match="Connect call failed"):
            await lost.deliver([lent("Ana")])


async def test_events_said_in_a_reaction_are_part_of_its_one_effect(
    works: Works, database: Database
) -> None:
    on = Reactions()

    @on(BookLent)
    async def answer(event: BookLent, work: Work) -> None:
        work.publish(ReaderReminded(book_id=event.book_id))
        if event.reader == "Ana":
            raise LookupError

    await Inbox("shelf", works, on).deliver([lent("Ana"), lent("Li", 1, PERSUASION)])

    async with database.sessions() as session:
        assert list(await session.scalars(select(tables.outbox.c.subject))) == [str(PERSUASION)]


async def test_a_reaction_knows_its_cause_and_continues_its_trace(works: Works) -> None:
    on = Reactions()
    known: list[tuple[Envelope | None, str]] = []

    @on(BookLent)
    async def note(event: BookLent, work: Work) -> None:
        trace = current_trace()
        known.append((work.cause, trace.trace_id if trace else ""))

    first = heard(BookLent(book_id=EMMA), 1, traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    await Inbox("shelf", works, on).deliver([first, second := lent("Li", 2)])

    assert [cause for cause, _ in known] == [first, second]
    assert known[0][1] == TRACE
    assert known[1][1] != TRACE


async def test_no_event_of_a_service_reaches_a_service_that_does_not_know_the_type_any_more(
    works: Works, shelf: Shelf, inbox: Inbox, clock: StoppedClock
) -> None:
    shelf.unreachable = {"Ana"}
    await inbox.deliver([lent("Ana")])
    del shelf.on.events[BookLent]

    for _ in range(2):
        clock.advance(timedelta(minutes=1))
        await inbox.retry_due()

    assert await parked(works) == [
        ("event", str(EMMA), 3, "LookupError: nobody here reacts to library.book-lent.v1 any more")
    ]
