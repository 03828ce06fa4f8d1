"""A small lending library: what the tests of this folder keep, say and hear."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Table, Text, Uuid
from sqlalchemy.orm import registry

from chassis.bus import Bus, Deliver, NotTaken, Queue, Subscription
from chassis.database import money, money_columns, new_metadata, status_column, version_column
from chassis.events import Envelope, Event, Lane
from chassis.ids import new_id
from chassis.money import Money

Until = Callable[[Callable[[], bool | Awaitable[bool]]], Awaitable[None]]
"""What the fixture `until` gives."""

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Status(StrEnum):
    SHELVED = "shelved"
    LENT = "lent"


@dataclass(eq=False)
class Book:
    id: UUID
    title: str
    status: Status = Status.SHELVED
    fee: Money | None = None
    version: int | None = None


metadata = new_metadata()
books = Table(
    "books",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    status_column("status", Status),
    *money_columns("fee", nullable=True),
    version_column(),
)
registry(metadata=metadata).map_imperatively(
    Book, books, version_id_col=books.c.version, properties={"fee": money(books, "fee")}
)


class BookBought(Event, name="library.book-bought.v1", subject="book_id"):
    book_id: UUID
    title: str = "Emma"


class BookLent(Event, name="library.book-lent.v1", subject="book_id"):
    book_id: UUID
    reader: str = "Mira"


class ReaderReminded(
    Event, name="library.reader-reminded.v1", subject="book_id", lane=Lane.COURTESY
):
    book_id: UUID


def heard(event: Event, version: int = 1, traceparent: str | None = None) -> Envelope:
    """The event as it arrives."""
    return Envelope(
        id=new_id(),
        type=event.wire_name,
        source="library",
        subject=event.subject,
        subject_version=version,
        time=MONDAY,
        lane=event.lane,
        data=event.model_dump_json().encode(),
        traceparent=traceparent,
    )


class NoticeBoard(Bus):
    """A bus that pins up what it is given, unless it is away or refuses the subject."""

    def __init__(self) -> None:
        self.waves: list[Sequence[Envelope]] = []
        self.refused: set[str] = set()
        self.away = False

    @property
    def alive(self) -> bool:
        return not self.away

    @property
    def said(self) -> list[tuple[str, int]]:
        """Subject and version of what is pinned up, in order."""
        return [(e.subject, e.subject_version) for wave in self.waves for e in wave]

    def has_said(self, events: int) -> bool:
        return len(self.said) == events

    async def publish(self, envelopes: Sequence[Envelope]) -> Sequence[Exception | None]:
        if self.away:
            return [NotTaken("the board is away")] * len(envelopes)
        self.waves.append([e for e in envelopes if e.subject not in self.refused])
        return [NotTaken("refused") if e.subject in self.refused else None for e in envelopes]

    async def declare(self, queue: Queue) -> None:
        raise NotImplementedError

    async def subscribe(self, queue: Queue, deliver: Deliver) -> Subscription:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError
