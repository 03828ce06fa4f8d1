"""A service killed at the worst moment: nothing is lost, and nothing takes effect twice."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from crashing import Journal
from library import Book, BookBought, Until, books, heard
from sqlalchemy import select

from chassis.database import Database
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.reactions import Reactions
from chassis.relay import Relay
from chassis.work import Work, Works


@contextmanager
def child(url: str, moment: str, journal: Journal) -> Iterator[subprocess.Popen[bytes]]:
    script = Path(__file__).with_name("crashing.py")
    with subprocess.Popen([sys.executable, script, url, moment, journal.path]) as started:
        try:
            yield started
        finally:
            started.kill()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


async def test_a_line_cut_short_by_death_spoils_no_other(journal: Journal) -> None:
    first, cut, last = (heard(BookBought(book_id=new_id())) for _ in range(3))
    await journal.publish([first, cut])
    journal.path.write_bytes(journal.path.read_bytes()[:-40])

    await journal.publish([last])

    assert journal.read() == [first, last]


async def bought(database: Database) -> set[str]:
    async with database.sessions() as session:
        return {str(id_) for id_ in await session.scalars(select(books.c.id))}


async def send_the_rest(database: Database, journal: Journal, until: Until) -> None:
    """As the next process would, once the server has noticed that the last one is gone."""
    relay = Relay(database, journal, "library")

    async def all_sent() -> bool:
        await relay.step()
        return await bought(database) <= {envelope.subject for envelope in journal.read()}

    await until(all_sent)


async def test_killed_between_commit_and_publish_everything_is_sent_once(
    database: Database, library_url: str, journal: Journal, until: Until
) -> None:
    with child(library_url, "between commit and publish", journal) as killed:
        assert killed.wait() == -signal.SIGKILL
    assert journal.read() == []

    await send_the_rest(database, journal, until)

    assert Counter(e.subject for e in journal.read()) == Counter(await bought(database))
    assert len(journal.read()) == 3


async def test_killed_between_publish_and_delete_everything_is_sent_again_with_the_same_id(
    database: Database, library_url: str, journal: Journal, until: Until
) -> None:
    with child(library_url, "between publish and delete", journal) as killed:
        assert killed.wait() == -signal.SIGKILL
    assert len(journal.read()) == 3

    relay = Relay(database, journal, "library")

    async def sent_again() -> bool:
        await relay.step()
        return len(journal.read()) == 6

    await until(sent_again)
    first, again = journal.read()[:3], journal.read()[3:]
    assert first == again
    assert {e.subject for e in first} == await bought(database)


async def test_killed_at_any_moment_nothing_is_lost_and_nothing_takes_effect_twice(
    database: Database, library_url: str, works: Works, journal: Journal, until: Until
) -> None:
    for lives in range(1, 4):
        with child(library_url, "at any moment", journal):
            await until(partial(journal.is_longer_than, 60 * lives))
    await send_the_rest(database, journal, until)
    effects: Counter[str] = Counter()
    on = Reactions()

    @on(BookBought)
    async def count(event: BookBought, work: Work) -> None:
        effects[event.subject] += 1

    inbox = Inbox("reader", works, on)
    said = journal.read()
    for start in range(0, len(said), 50):
        await inbox.deliver(said[start : start + 50])

    assert effects == Counter(await bought(database))


async def test_killed_in_a_reaction_the_event_takes_effect_when_it_comes_again(
    database: Database, library_url: str, works: Works, journal: Journal
) -> None:
    with child(library_url, "in a reaction", journal) as killed:
        assert killed.wait() == -signal.SIGKILL
    assert await bought(database) == set()
    on = Reactions()

    @on(BookBought)
    async def remember(event: BookBought, work: Work) -> None:
        work.session.add(Book(event.book_id, event.title))

    await Inbox("library", works, on).deliver(journal.read())

    assert await bought(database) == {journal.read()[0].subject}
