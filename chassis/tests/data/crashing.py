"""A library that is killed at the worst moment. Run as a child: URL, the moment, and a file.

What its bus has for good is in the file, one event a line, which ends with a full stop.
"""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from library import Book, BookBought, NoticeBoard, heard

from chassis.clock import SystemClock
from chassis.database import Database
from chassis.events import Envelope
from chassis.ids import new_id
from chassis.inbox import Inbox
from chassis.reactions import Reactions
from chassis.relay import Relay
from chassis.work import Work, Works


class Journal(NoticeBoard):
    """A bus that keeps everything in a file, for whoever lives longer than we do."""

    def __init__(self, path: Path, *, then_die: bool = False) -> None:
        super().__init__()
        self.path, self.then_die = path, then_die

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        with self.path.open("ab") as file:
            file.writelines(b"\n%s." % pickle.dumps(one).hex().encode() for one in envelopes)
        if self.then_die:
            die()
        return [None] * len(envelopes)

    def is_longer_than(self, events: int) -> bool:
        return self.path.exists() and self.path.read_bytes().count(b".") > events

    def read(self) -> list[Envelope]:
        lines = self.path.read_bytes().split(b"\n") if self.path.exists() else []
        whole = [line[:-1] for line in lines if line.endswith(b".")]  # the others death cut short
        return [pickle.loads(bytes.fromhex(line.decode())) for line in whole]  # noqa: S301 - our own


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def buy(works: Works, books: int) -> None:
    for _ in range(books):
        book = Book(new_id(), "Emma")
        async with works() as work:
            work.session.add(book)
            work.publish(BookBought(book_id=book.id))


async def main(url: str, moment: str, journal: Path) -> None:
    async with Database.open(url) as database:
        works = Works(database, SystemClock(), source="library")
        match moment:
            case "between commit and publish":
                await buy(works, 3)
                die()
            case "between publish and delete":
                await buy(works, 3)
                await Relay(database, Journal(journal, then_die=True), "library").step()
            case "at any moment":
                relay = Relay(database, Journal(journal), "library")
                works.after_publish.append(relay.wake)
                await asyncio.gather(relay.run(), *(buy(works, 10**6) for _ in range(4)))
            case "in a reaction":
                await take_and_die(works, journal)


async def take_and_die(works: Works, journal: Path) -> None:
    event = BookBought(book_id=new_id())
    await Journal(journal).publish([heard(event)])
    on = Reactions()

    @on(BookBought)
    async def remember(event: BookBought, work: Work) -> None:
        work.session.add(Book(event.book_id, event.title))
        await work.session.flush()
        die()

    await Inbox("library", works, on).deliver(Journal(journal).read())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
